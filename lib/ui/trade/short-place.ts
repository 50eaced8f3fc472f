const STATION = /^([^(]+?) ([IVXL]+)(?: \([^()]*\))? - Moon (\d+)\b/;
const DIGITS = { I: 1, V: 5, X: 10, L: 50 } as const;

/** A station as players call it: "Jita 4-4". Others keep what stands before the first dash. */
export function shortPlace(name: string): string {
  const station = STATION.exec(name);
  if (station) return `${station[1]} ${fromRoman(station[2] ?? '')}-${station[3]}`;
  return name.split(' - ')[0] ?? name;
}

function fromRoman(numeral: string): number {
  const values = [...numeral].map((digit) => DIGITS[digit as keyof typeof DIGITS] ?? 0);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}
