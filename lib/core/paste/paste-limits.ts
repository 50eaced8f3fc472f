/**
 * How much text is read at once.
 *
 * @module
 */
import { LINE_END } from './split-lines.ts';

/** Longest paste we read, in UTF-8 bytes. */
export const MAX_PASTE_BYTES = 1_048_576;
/** Most lines we read in one paste. */
export const MAX_PASTE_LINES = 10_000;

/** Why a text is not read at all. */
export type PasteRefusal = 'empty' | 'too-large' | 'too-many-lines';

/** For people: what is wrong with the text, and what to do. */
export const PASTE_REFUSALS: Record<PasteRefusal, string> = {
  empty: 'There is nothing to read. Paste items from the game.',
  'too-large': 'That is more than 1 MiB of text. Paste it in parts.',
  'too-many-lines': 'That is more than 10,000 lines. Paste it in parts.',
};

const LINE_ENDS = new RegExp(LINE_END, 'g');
const ENDS_WITH_LINE_END = new RegExp(`(?:${LINE_END.source})$`);

/** Whether a text is too small or too large to be read. Takes a few milliseconds for any text. */
export function findPasteRefusal(text: string): PasteRefusal | null {
  if (isLongerThan(text, MAX_PASTE_BYTES)) return 'too-large';
  if (text.trim() === '') return 'empty';
  let lines = 1;
  for (const _ of text.matchAll(LINE_ENDS)) {
    lines += 1;
    if (lines > MAX_PASTE_LINES + 1) return 'too-many-lines';
  }
  return lines - Number(ENDS_WITH_LINE_END.test(text)) > MAX_PASTE_LINES ? 'too-many-lines' : null;
}

/** Whether UTF-8 takes more bytes, counted only where the number of letters leaves it open. */
function isLongerThan(text: string, maximumBytes: number): boolean {
  if (text.length > maximumBytes) return true;
  if (text.length * 3 <= maximumBytes) return false;
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (isPair(code, text.charCodeAt(i + 1))) {
      bytes += 4;
      i += 1;
      // Half of a pair without the other becomes U+FFFD.
    } else bytes += 3;
  }
  return bytes > maximumBytes;
}

function isPair(first: number, second: number): boolean {
  return first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second < 0xe000;
}
