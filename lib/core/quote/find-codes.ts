import {
  areSymbols,
  CODE_LENGTH,
  foldSymbols,
  hasRightCheckSymbol,
  MAX_PREFIX_LENGTH,
  MIN_PREFIX_LENGTH,
} from './code-alphabet.ts';
import { type FoldedText, foldText } from './fold-text.ts';

/** What is known about the codes to find. */
export type FindCodesOptions = {
  /** Prefixes in use here. Their codes are found whatever is around or between their symbols. */
  readonly prefixes?: readonly string[];
};

/**
 * Find what may be quote codes in a text such as a contract's description: any case, with hyphens,
 * spaces or tags inside, doubled, in the middle of a sentence, in look-alike letters.
 *
 * The check symbol is not judged, so that a mistyped code is found too. But the less a piece of text
 * looks like a code (hyphens, a digit, a known prefix), the more its check symbol decides, since
 * ordinary words are pieces of text too. Linear in the length of the text.
 *
 * @returns Canonical codes ("AT-7K3M9QX2"), each once: those that look like codes, in order of
 * appearance; then those of known prefixes that merely stand there.
 */
export function findCodesInText(text: string, options: FindCodesOptions = {}): string[] {
  const code = readPlainCode(text, options.prefixes ?? []);
  return code === null ? findCodesInFoldedText(foldText(text), options) : [code];
}

/** Of "AT-7K3M-9QX2" or "AT-7K3M9QX2" and nothing else, as the site asks for: nearly every title. */
function readPlainCode(text: string, prefixes: readonly string[]): string | null {
  const hyphen = prefixLengthOf(text);
  const symbols = hyphen === 0 ? '' : plainSymbolsAfter(text, hyphen);
  // With another check symbol it depends on what else it looks like.
  if (symbols === '' || !areSymbols(symbols) || !hasRightCheckSymbol(symbols)) return null;
  const prefix = text.slice(0, hyphen);
  // "SAT-…" where AT is a prefix, too: both readings count.
  for (const known of prefixes) {
    if (known !== prefix && foldSymbols(prefix).includes(foldSymbols(known))) return null;
  }
  return `${prefix}-${symbols}`;
}

/** Two to four capital letters in front of the first hyphen; else 0. */
function prefixLengthOf(text: string): number {
  for (let i = 0; i <= MAX_PREFIX_LENGTH; i++) {
    const charCode = text.charCodeAt(i);
    if (charCode === HYPHEN) return i < MIN_PREFIX_LENGTH ? 0 : i;
    if (!(charCode >= LETTER_A && charCode <= LETTER_Z)) return 0;
  }
  return 0;
}

function plainSymbolsAfter(text: string, hyphen: number): string {
  const start = hyphen + 1;
  if (text.length === start + CODE_LENGTH) return text.slice(start);
  if (text.length !== start + CODE_LENGTH + 1 || text.charCodeAt(start + 4) !== HYPHEN) return '';
  return text.slice(start, start + 4) + text.slice(start + 5);
}

const HYPHEN = 45;
const LETTER_A = 65;
const LETTER_Z = 90;

/** `findCodesInText` for a text that is folded already. */
export function findCodesInFoldedText(
  folded: FoldedText,
  options: FindCodesOptions = {},
): string[] {
  const standing = findStandingCodes(folded, options.prefixes ?? []);
  const shown = findShownCodes(folded, options);
  return standing.length === 0 ? shown : [...new Set([...shown, ...standing])];
}

/**
 * How often a code stands in a text: its symbols in a row, whatever is around or between them. So a title
 * names a quote.
 *
 * @param symbols The text's, as `foldSymbols` reads them.
 * @param key The code, as `keyOfCode` writes it.
 */
export function countCode(symbols: string, key: string): number {
  let count = 0;
  if (key === '') return count;
  for (let at = symbols.indexOf(key); at !== -1; at = symbols.indexOf(key, at + key.length)) {
    count += 1;
  }
  return count;
}

/** The symbols of a code in a row, as they stand in a folded text. */
export function keyOfCode(code: string): string {
  return foldSymbols(code.toUpperCase().replaceAll('-', ''));
}

/** Every code of these prefixes that `countCode` would count, if its check symbol is right. */
function findStandingCodes(folded: FoldedText, prefixes: readonly string[]): string[] {
  const symbols = foldSymbols(folded.symbols);
  return prefixes.flatMap((prefix) => {
    const key = foldSymbols(prefix);
    const found: string[] = [];
    for (let at = symbols.indexOf(key); at !== -1; at = symbols.indexOf(key, at + 1)) {
      const body = symbols.slice(at + key.length, at + key.length + CODE_LENGTH);
      if (body.length < CODE_LENGTH) break;
      if (areSymbols(body) && hasRightCheckSymbol(body)) found.push(`${prefix}-${body}`);
    }
    return found;
  });
}

/** Codes that look like codes, in order of appearance. */
export function findShownCodes(folded: FoldedText, options: FindCodesOptions = {}): string[] {
  const codes = new Set<string>();
  let taken: Candidate[] = [];
  for (let start = 0; start < folded.symbols.length; start++) {
    const candidate = candidateAt(folded, start, options.prefixes ?? []);
    if (!candidate) continue;
    // "aa AAAA-0000-0000": of readings that overlap, the one that looks more like a code.
    taken = taken.filter(({ end }) => start < end);
    if (taken.some(({ likeness }) => candidate.likeness < likeness)) continue;
    for (const { code, likeness } of taken) if (candidate.likeness > likeness) codes.delete(code);
    codes.add(candidate.code);
    taken.push(candidate);
  }
  return [...codes];
}

type Candidate = {
  readonly code: string;
  /** Where the text goes on. */
  readonly end: number;
  /** 0 to 7. */
  readonly likeness: number;
};

function candidateAt(
  text: FoldedText,
  start: number,
  prefixes: readonly string[],
): Candidate | null {
  if (text.symbols.charCodeAt(start) < LETTER_A || isInsideWord(text, start, prefixes)) return null;
  let best: Candidate | null = null;
  for (let length = MIN_PREFIX_LENGTH; length <= MAX_PREFIX_LENGTH; length++) {
    // Only letters are above "A": a digit ends every prefix.
    if (text.symbols.charCodeAt(start + length - 1) < LETTER_A) break;
    const candidate = candidateWithPrefix(text, start, length, prefixes);
    if (candidate && candidate.likeness > (best?.likeness ?? -1)) best = candidate;
  }
  return best;
}

/** Glued to what is before it, which is no code, and no known prefix: nearly every symbol of a text. */
function isInsideWord(text: FoldedText, start: number, prefixes: readonly string[]): boolean {
  if (text.gaps[start] !== 'glued' || start >= MIN_PREFIX_LENGTH + CODE_LENGTH) return false;
  for (const prefix of prefixes) if (text.symbols.startsWith(prefix, start)) return false;
  return true;
}

function candidateWithPrefix(
  text: FoldedText,
  start: number,
  prefixLength: number,
  prefixes: readonly string[],
): Candidate | null {
  const body = start + prefixLength;
  const end = body + CODE_LENGTH;
  if (end > text.symbols.length) return null;
  const layout = layoutOf(text, start, body, end);
  if (!layout) return null;
  const prefix = text.symbols.slice(start, body);
  const isKnown = prefixes.includes(prefix);
  const isFree = text.gaps[start] !== 'glued' || followsCode(text, start, prefix);
  if (!isFree && !isKnown) return null;
  const typed = text.symbols.slice(body, end);
  const symbols = foldSymbols(typed);
  if (!areSymbols(symbols)) return null;

  // Not a copy of the layout with more fields: that takes 5 µs.
  const looks: Looks = {
    layout,
    isKnown,
    isRight: hasRightCheckSymbol(symbols),
    hasDigit: DIGIT.test(typed),
  };
  if (!isBelievable(looks)) return null;
  if (!isFree && !layout.isShown && !looks.isRight) return null;
  if (!endsAt(text, end, prefix, looks)) return null;
  const likeness =
    (looks.isRight ? 4 : 0) + (layout.isShown ? 2 : 0) + (layout.isSplitAtPrefix ? 1 : 0);
  return { code: `${prefix}-${symbols}`, end, likeness };
}

const DIGIT = /\d/;

type Layout = {
  /** "AT-…" or "AT …" */
  readonly isSplitAtPrefix: boolean;
  /** "AT-7K3M-9QX2" */
  readonly isShown: boolean;
  readonly hasSpaces: boolean;
  /** Hyphens in other places than as shown. */
  readonly hasOddGaps: boolean;
  /** "A-T-7K3M-9QX2" */
  readonly isPrefixSplit: boolean;
  readonly hasGaps: boolean;
};

type Looks = {
  readonly layout: Layout;
  readonly isKnown: boolean;
  readonly isRight: boolean;
  /** As typed: an O is none. */
  readonly hasDigit: boolean;
};

/** What stands between the symbols. Null: a code never looks like this. */
function layoutOf(text: FoldedText, start: number, body: number, end: number): Layout | null {
  let hasSpaces = false;
  let hasOddGaps = false;
  let isPrefixSplit = false;
  for (let i = start + 1; i < end; i++) {
    const gap = text.gaps[i];
    const isOdd = i !== body && i !== body + 4;
    if (gap === 'break' || (gap === 'space' && isOdd)) return null;
    if (gap === 'space') hasSpaces = true;
    if (gap === 'joint' && isOdd) hasOddGaps = true;
    if (gap === 'joint' && i < body) isPrefixSplit = true;
  }
  const isSplitAtPrefix = text.gaps[body] !== 'glued';
  const isShown = text.gaps[body] === 'joint' && text.gaps[body + 4] === 'joint';
  const hasGaps = isSplitAtPrefix || hasOddGaps || text.gaps[body + 4] !== 'glued';
  return { isSplitAtPrefix, isShown, hasSpaces, hasOddGaps, isPrefixSplit, hasGaps };
}

/** Keeps "IN-PROGRESS", "SCORDITE 1000" and "at Jita 2026" words. */
function isBelievable({ layout, isKnown, isRight, hasDigit }: Looks): boolean {
  if (isKnown) return isRight || layout.isShown || (hasDigit && !layout.hasSpaces);
  if (layout.isPrefixSplit) return false;
  if (layout.isShown) return isRight || hasDigit;
  if (!hasDigit) return false;
  if (layout.isSplitAtPrefix) return isRight || !(layout.hasSpaces || layout.hasOddGaps);
  return isRight && !layout.hasGaps;
}

/** "AT-7K3M-9QX2AT-7K3M-9QX2": a code may follow a code at once. */
function followsCode(text: FoldedText, start: number, prefix: string): boolean {
  const before = start - CODE_LENGTH - prefix.length;
  return before >= 0 && text.symbols.startsWith(prefix, before);
}

function endsAt(text: FoldedText, end: number, prefix: string, looks: Looks): boolean {
  if (text.gaps[end] !== 'glued' || text.symbols.startsWith(prefix, end)) return true;
  return looks.layout.isShown || (looks.isKnown && looks.isRight);
}
