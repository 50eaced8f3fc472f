/**
 * Two letters for an item without an icon: `Ve` for Veldspar, `WG` for Compressed White Glaze,
 * `C3` for Fullerite-C320. "Compressed" and roman grades are left out: every other row has them.
 */
export function monogram(name: string): string {
  const words = name
    .replace(/\([^()]*\)/g, '')
    .split(/[\s-]+/)
    .filter((word) => word !== '' && !/^(compressed|batch|[ivx]+)$/i.test(word));
  const numbered = words.find((word) => /^[A-Z]\d/.test(word));
  if (numbered) return numbered.slice(0, 2);
  if (words.length > 1)
    return words
      .slice(0, 2)
      .map((word) => word[0]?.toUpperCase())
      .join('');
  return (words[0] ?? name).slice(0, 2);
}
