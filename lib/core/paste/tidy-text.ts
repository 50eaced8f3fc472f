/**
 * Making pasted text plain.
 *
 * @module
 */

const PLAIN = /^[\t\x20-\x7e]*$/;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\0]/g;
/** The rest of a no-break space whose UTF-8 was once read as Latin-1. */
const BROKEN_NO_BREAK_SPACE = /\u00c2(?=\u00a0)/g;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\v\f]/g;

/** Turn every kind of blank but the tab into a plain one and drop what cannot be seen. */
export function tidySpaces(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(BROKEN_NO_BREAK_SPACE, '').replace(INVISIBLE, '').replace(SPACES, ' ');
}

/** Whether a text has a letter of any script: a name has one. */
export function hasLetter(text: string): boolean {
  return /[A-Za-z]/.test(text) || /\p{L}/u.test(text);
}
