/** How much the best buy is below the best sell, in percent of the latter: `3.45`; null with one side alone. */
export function spreadPercent(buyBest: bigint | null, sellBest: bigint | null): string | null {
  if (buyBest === null || !sellBest) return null;
  const percent = ((Number(sellBest - buyBest) / Number(sellBest)) * 100).toFixed(2);
  return percent.replace('-', '−');
}
