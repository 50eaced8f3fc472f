/**
 * Mending a paste in place, by line numbers counted from 1.
 *
 * @module
 */
import { LINE_END } from '#lib/core/paste/split-lines.ts';

/** Put another item's name, and the count that was read, into one line. */
export function mendLine(
  text: string,
  line: number,
  name: string,
  quantity: number | null,
): string {
  return replaceLine(text, line, [quantity === null ? name : `${name}\t${quantity}`]);
}

export function dropLine(text: string, line: number): string {
  return replaceLine(text, line, []);
}

function replaceLine(text: string, line: number, replacement: readonly string[]): string {
  const lines = text.split(LINE_END);
  if (line < 1 || line > lines.length) return text;
  return lines.toSpliced(line - 1, 1, ...replacement).join('\n');
}
