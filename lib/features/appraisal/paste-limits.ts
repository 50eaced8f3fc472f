import { ONE_ISK } from '#lib/core/isk.ts';
import { LINE_END } from '#lib/core/paste/split-lines.ts';
import type { PricedItems } from '#lib/core/pricing/price-items.ts';
import { MAX_PASTE_BYTES, MAX_PASTE_LINES } from './schema.ts';

/** Why a text is not appraised at all. */
export type AppraisalRefusal =
  | 'empty'
  | 'too-large'
  | 'too-many-lines'
  | 'no-program'
  | 'beyond-counting';

/** A thousand times all ISK in the game. Beyond it sums would not fit our columns. */
const MOST = 1_000_000_000_000_000n * ONE_ISK;
const LINE_ENDS = new RegExp(LINE_END, 'g');

/** Whether a text is too small or too large to be read. */
export function findPasteRefusal(text: string): AppraisalRefusal | null {
  // Counting bytes costs more than counting units, of which there are never more.
  if (text.length > MAX_PASTE_BYTES || Buffer.byteLength(text) > MAX_PASTE_BYTES) {
    return 'too-large';
  }
  if (text.trim() === '') return 'empty';
  let lines = 1;
  for (const _ of text.matchAll(LINE_ENDS)) {
    lines += 1;
    if (lines > MAX_PASTE_LINES + 1) return 'too-many-lines';
  }
  const endsWithLineEnd = /[\n\r\u2028\u2029\u0085]$/.test(text);
  return lines - Number(endsWithLineEnd) > MAX_PASTE_LINES ? 'too-many-lines' : null;
}

/** Whether counts or money have left the numbers that we can hold exactly. */
export function isBeyondCounting({ lines, refused, lineSum }: PricedItems): boolean {
  const units = [...lines, ...refused].reduce((sum, { quantity }) => sum + quantity, 0);
  return !Number.isSafeInteger(units) || lineSum > MOST;
}
