import {
  areSymbols,
  CODE_LENGTH,
  foldSymbols,
  hasRightCheckSymbol,
  MAX_PREFIX_LENGTH,
  MIN_PREFIX_LENGTH,
} from './code-alphabet.ts';
import { type FoldedText, foldText } from './fold-text.ts';

export type FindCodesOptions = {
  /** Prefixes in use here. Their codes are found without hyphens too, and glued to other text. */
  readonly prefixes?: readonly string[];
};

/**
 * Find what may be quote codes in a text such as a contract's description: any case, with hyphens,
 * spaces or tags inside, doubled, in the middle of a sentence, in look-alike letters.
 *
 * The check symbol is not judged, so that a mistyped code is found too; but what neither has a right
 * check symbol, nor a known prefix, nor the looks of a code (a hyphen or space after the prefix and a
 * digit in it) is taken for words. Linear in the length of the text.
 *
 * @returns Canonical codes ("AT-7K3M9QX2") in order of appearance, each once.
 */
export function findCodesInText(text: string, options: FindCodesOptions = {}): string[] {
  const folded = foldText(text);
  const codes = new Set<string>();
  let at = 0;
  while (at < folded.symbols.length) {
    const found = codeAt(folded, at, options.prefixes ?? []);
    if (found) codes.add(found.code);
    at = found ? found.end : at + 1;
  }
  return [...codes];
}

type Found = { readonly code: string; readonly end: number };

function codeAt(text: FoldedText, start: number, prefixes: readonly string[]): Found | null {
  const first = text.symbols.charAt(start);
  if (first < 'A') return null;

  let fallback: Found | null = null;
  for (let length = MIN_PREFIX_LENGTH; length <= MAX_PREFIX_LENGTH; length++) {
    const found = codeWithPrefix(text, start, length, prefixes);
    // A gap after the prefix shows where the prefix ends; without one, the shortest is taken.
    if (found && text.gaps[start + length] !== 'glued') return found;
    fallback ??= found;
  }
  return fallback;
}

function codeWithPrefix(
  text: FoldedText,
  start: number,
  prefixLength: number,
  prefixes: readonly string[],
): Found | null {
  const body = start + prefixLength;
  const end = body + CODE_LENGTH;
  if (end > text.symbols.length) return null;

  const prefix = text.symbols.slice(start, body);
  if (!/^[A-Z]+$/.test(prefix)) return null;
  const typed = text.symbols.slice(body, end);
  const symbols = foldSymbols(typed);
  if (!areSymbols(symbols)) return null;

  const gapAfterPrefix = text.gaps[body];
  const isKnown = prefixes.includes(prefix);
  const isShown = gapAfterPrefix === 'joint' && text.gaps[body + 4] === 'joint';
  if (!isKnown && text.gaps[start] === 'glued' && !endsACode(text, start, prefix)) return null;
  if (!isKnown && !isShown && !endsHere(text, end, prefix)) return null;
  if (!isLaidOutAsCode(text, start, body, end)) return null;

  const looksLikeCode = (isKnown || gapAfterPrefix !== 'glued') && /\d/.test(typed);
  if (!looksLikeCode && !hasRightCheckSymbol(symbols)) return null;
  return { code: `${prefix}-${symbols}`, end };
}

/** "AT-7K3M-9QX2AT-7K3M-9QX2": a code may follow a code at once. */
function endsACode(text: FoldedText, start: number, prefix: string): boolean {
  return text.symbols.startsWith(prefix, start - CODE_LENGTH - prefix.length);
}

function endsHere(text: FoldedText, end: number, prefix: string): boolean {
  return text.gaps[end] !== 'glued' || text.symbols.startsWith(prefix, end);
}

/** Hyphens may stand anywhere inside a code; spaces only around its two groups of four. */
function isLaidOutAsCode(text: FoldedText, start: number, body: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) {
    const gap = text.gaps[i];
    if (gap === 'break') return false;
    if (gap === 'space' && i !== body && i !== body + 4) return false;
  }
  return true;
}
