/** Longer titles and words than the game's are cut in findings. */
const SHOWN_SIGNS = 100;

/**
 * The start of a text, as a finding shows it. Cut between signs: half of a pair is no JSON to
 * PostgreSQL, and the verdict could not be stored.
 */
export function showText(text: string): string {
  if (text.length <= SHOWN_SIGNS) return text;
  return Array.from(text.slice(0, 2 * SHOWN_SIGNS))
    .slice(0, SHOWN_SIGNS)
    .join('');
}
