/**
 * Making pasted text plain.
 *
 * @module
 */

const PLAIN = /^[\t\x20-\x7e]*$/;
/** Zero-width, directions of writing, variation selectors, controls; a tab is none of them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|[^\P{Cc}\t]/gu;
/** The rest of a no-break space whose UTF-8 was once read as Latin-1. */
const BROKEN_NO_BREAK_SPACE = /\u00c2(?=\u00a0)/g;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\v\f]/g;
/** Arabic, Persian, Devanagari, Bengali, Thai, full-width. */
const FOREIGN_DIGITS =
  /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/g;
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

/**
 * Turn every kind of blank but the tab into a plain one and every keyboard's digits into 0–9, and
 * drop what cannot be seen.
 */
export function tidyText(text: string): string {
  if (PLAIN.test(text)) return text;
  return foldDigits(text)
    .replace(BROKEN_NO_BREAK_SPACE, '')
    .replace(SPACES, ' ')
    .replace(INVISIBLE, '');
}

/** Write the digits of other scripts, and the marks between Arabic ones, as ours. */
export function foldDigits(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(FOREIGN_DIGITS, (digit) => String(digitOf(digit.charCodeAt(0))))
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, "'");
}

function digitOf(code: number): number {
  return code - (ZEROS.findLast((zero) => zero <= code) ?? code);
}

/** Whether a text has a letter of any script: a name has one. */
export function hasLetter(text: string): boolean {
  return /[A-Za-z]/.test(text) || /\p{L}/u.test(text);
}
