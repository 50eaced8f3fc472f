import { MAX_PASTE_BYTES } from '#lib/core/paste/paste-limits.ts';

/** What the field begins with: the text that a browser kept, and below it what stands there already. */
export function joinKept(kept: string | null, early: string): string {
  if (kept === null || kept.length > MAX_PASTE_BYTES) return early;
  const before = toFieldText(kept);
  // Who does not see yet what was kept pastes it again.
  if (early === '' || `\n${before}`.endsWith(`\n${early}`)) return before;
  return before === '' || before.endsWith('\n') ? before + early : `${before}\n${early}`;
}

/** As the browser keeps a text area's text; otherwise what was set is never what it holds. */
export function toFieldText(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
