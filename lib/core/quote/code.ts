/**
 * The code of a quote: a prefix of the program, seven random symbols and a check symbol.
 *
 * Stored and matched as "AT-7K3M9QX2" (canonical), shown as "AT-7K3M-9QX2".
 *
 * @module
 */
import {
  areSymbols,
  CODE_LENGTH,
  CODE_PREFIX_PATTERN,
  CODE_SYMBOLS,
  checkSymbol,
  foldSymbols,
  hasRightCheckSymbol,
} from './code-alphabet.ts';

export { type FindCodesOptions, findCodesInText } from './find-codes.ts';

/** A code in its canonical form, or why the text is none. */
export type CodeReading =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly reason: 'shape' | 'check-symbol' };

const RANDOM_SYMBOLS = CODE_LENGTH - 1;
const RANDOM_BYTES = 5;

/**
 * Make a code.
 *
 * @param prefix Two to four capital letters.
 * @param randomBytes At least five, from a cryptographic source; the first 35 bits are used.
 * @returns The canonical code.
 * @throws {RangeError} When the prefix has another shape, or there are fewer bytes.
 */
export function createQuoteCode(prefix: string, randomBytes: Uint8Array): string {
  if (!CODE_PREFIX_PATTERN.test(prefix)) throw new RangeError(`Not a code prefix: ${prefix}`);
  if (randomBytes.length < RANDOM_BYTES) {
    throw new RangeError(`${RANDOM_BYTES} random bytes are needed, got ${randomBytes.length}`);
  }

  let bits = 0;
  for (const byte of randomBytes.subarray(0, RANDOM_BYTES)) bits = bits * 256 + byte;
  bits = Math.floor(bits / 2 ** (RANDOM_BYTES * 8 - RANDOM_SYMBOLS * 5));

  let payload = '';
  for (let i = 0; i < RANDOM_SYMBOLS; i++) {
    payload = CODE_SYMBOLS.charAt(bits % 32) + payload;
    bits = Math.floor(bits / 32);
  }
  return `${prefix}-${payload}${checkSymbol(payload)}`;
}

/**
 * Read a code that somebody typed: NFKC, any case, hyphens and spaces ignored, O as 0, I and L as 1
 * (not in the prefix, whose letters stay).
 *
 * @returns The canonical code, or why it is none: not of a code's shape, or mistyped by the check symbol.
 */
export function readQuoteCode(text: string): CodeReading {
  const compact = text
    .slice(0, 100)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\u2212]/gu, '');
  const prefix = compact.slice(0, -CODE_LENGTH);
  const symbols = foldSymbols(compact.slice(-CODE_LENGTH));

  if (!CODE_PREFIX_PATTERN.test(prefix) || !areSymbols(symbols)) {
    return { ok: false, reason: 'shape' };
  }
  if (!hasRightCheckSymbol(symbols)) return { ok: false, reason: 'check-symbol' };
  return { ok: true, code: `${prefix}-${symbols}` };
}

/** Write a canonical code as it is shown: "AT-7K3M-9QX2". Anything else comes back unchanged. */
export function formatQuoteCode(code: string): string {
  const { prefix, symbols } = partsOf(code);
  if (symbols.length !== CODE_LENGTH) return code;
  return `${prefix}-${symbols.slice(0, 4)}-${symbols.slice(4)}`;
}

/**
 * Every canonical code that one slip of the hand makes from this one: one other symbol, or two
 * neighbours swapped. 248 to 255 codes, each once, without the code itself.
 */
export function codesOneSymbolAway(code: string): string[] {
  const { prefix, symbols } = partsOf(code);
  const codes = new Set<string>();
  for (let i = 0; i < symbols.length; i++) {
    const before = symbols.slice(0, i);
    const after = symbols.slice(i + 1);
    for (const symbol of CODE_SYMBOLS) codes.add(`${prefix}-${before}${symbol}${after}`);
    const swapped = `${before}${after.charAt(0)}${symbols.charAt(i)}${after.slice(1)}`;
    codes.add(`${prefix}-${swapped}`);
  }
  codes.delete(code);
  return [...codes];
}

function partsOf(code: string): { prefix: string; symbols: string } {
  const hyphen = code.indexOf('-');
  return { prefix: code.slice(0, hyphen), symbols: code.slice(hyphen + 1) };
}
