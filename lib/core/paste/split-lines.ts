import { tidyText } from './tidy-text.ts';

/** Every kind of line end: whoever counts lines must count these, or line numbers point elsewhere. */
export const LINE_END = /\r\n|[\n\r\u2028\u2029\u0085]/;

/** A line longer than this is no line of the game and is not read. */
export const MAX_LINE_LENGTH = 1_000;

/** What a localised client writes around names when it copies an industry window. */
const LOCALISED = /<\/?localized[^<>]*>/g;

/** How much of a line that is too long is shown. */
const SHOWN_LENGTH = 120;

/** One line, cleaned of what only looks. */
export type PastedLine = {
  /** From 1. */
  number: number;
  /** As pasted; cut when too long. */
  raw: string;
  /** One kind of blank, nothing invisible, no blanks at the ends. Empty for a blank line. */
  text: string;
  /** The parts between tabs, each without blanks at its ends. One for a line without tabs. */
  cells: string[];
  isTooLong: boolean;
};

/** Cut a text at any kind of line end and each line at its tabs. */
export function splitLines(text: string): PastedLine[] {
  return text.split(LINE_END).map((raw, i) => toLine(raw, i + 1));
}

function toLine(raw: string, number: number): PastedLine {
  if (raw.length > MAX_LINE_LENGTH) {
    const shown = `${raw.slice(0, SHOWN_LENGTH)}…`;
    return { number, raw: shown, text: shown, cells: [shown], isTooLong: true };
  }
  const tidy = tidyText(raw.includes('<localized') ? raw.replace(LOCALISED, '') : raw);
  const cells = tidy.includes('\t') ? tidy.split('\t').map((cell) => cell.trim()) : [tidy.trim()];
  return { number, raw, text: tidy.trim(), cells, isTooLong: false };
}
