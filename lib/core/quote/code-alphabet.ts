/**
 * The 32 symbols of a quote code, and its check symbol.
 *
 * Crockford's alphabet leaves out I, L, O (read as 1, 1, 0) and U.
 *
 * @module
 */

/** In the order of their values, 0 to 31. */
export const CODE_SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Symbols after the prefix: seven random ones and the check symbol. */
export const CODE_LENGTH = 8;
/** Letters of a prefix, at least. */
export const MIN_PREFIX_LENGTH = 2;
/** Letters of a prefix, at most. */
export const MAX_PREFIX_LENGTH = 4;

/** What stands in front of every code of a program: two to four letters. */
export const CODE_PREFIX_PATTERN: RegExp = /^[A-Z]{2,4}$/;

/** By character code; -1 for what is no symbol. */
const VALUES = Int8Array.from({ length: 128 }, (_, charCode) =>
  CODE_SYMBOLS.indexOf(String.fromCharCode(charCode)),
);

function valueAt(text: string, position: number): number {
  return VALUES[text.charCodeAt(position)] ?? -1;
}

/** Read the letters that Crockford takes for digits: O as 0, I and L as 1. */
export function foldSymbols(text: string): string {
  if (!MISREAD_LETTERS.test(text)) return text;
  return text.replaceAll('O', '0').replaceAll('I', '1').replaceAll('L', '1');
}

const MISREAD_LETTERS = /[OIL]/;

/** Whether every character is one of the 32 symbols (after `foldSymbols`). */
export function areSymbols(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (valueAt(text, i) === -1) return false;
  return true;
}

/**
 * The check symbol of a payload: Luhn's algorithm in base 32. It catches every single wrong symbol
 * and every swap of neighbours but 0 with Z.
 *
 * @param payload Symbols of the alphabet.
 * @throws {RangeError} When one of them is not.
 */
export function checkSymbol(payload: string): string {
  return CODE_SYMBOLS.charAt(checkValue(payload, payload.length));
}

/** Whether the last of the symbols is the check symbol of the others. */
export function hasRightCheckSymbol(symbols: string): boolean {
  const last = symbols.length - 1;
  return checkValue(symbols, last) === valueAt(symbols, last);
}

/** Of the first so many symbols of a text. */
function checkValue(text: string, length: number): number {
  const base = CODE_SYMBOLS.length;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const value = valueAt(text, i);
    if (value === -1) {
      throw new RangeError(`Not symbols of a code: ${text.slice(0, length)}`);
    }
    // Doubled from the right, since the check symbol will stand there undoubled.
    const weighted = (length - i) % 2 === 1 ? value * 2 : value;
    sum += Math.floor(weighted / base) + (weighted % base);
  }
  return (base - (sum % base)) % base;
}
