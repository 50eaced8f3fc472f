import { formatQuoteCode } from '#lib/core/quote/code.ts';
import { CODE_LENGTH, foldSymbols, MIN_PREFIX_LENGTH } from '#lib/core/quote/code-alphabet.ts';
import { countCode, findShownCodes, keyOfCode } from '#lib/core/quote/find-codes.ts';
import { type FoldedText, foldText } from '#lib/core/quote/fold-text.ts';
import type { FindingCode } from './finding.ts';

/** What a title says about quotes. */
export type TitleReading = {
  readonly code: Extract<FindingCode, `title-${string}`>;
  /** Whether the quote's own code stands in the title, letter by letter. */
  readonly isNamed: boolean;
  /** Other codes in the title that count as quotes. */
  readonly otherCodes: readonly string[];
  /** Other things in the title that look like a code, but belong to no quote. */
  readonly unknownCodes: readonly string[];
};

/**
 * Read a contract's title for the code of one quote.
 *
 * The quote's code is found wherever its ten or so symbols stand in a row, whatever is around or
 * between them. Another code that belongs to a quote is never taken for a mistyped one.
 *
 * @param code Canonical.
 * @param knownCodes See `MatchInput.knownCodes`.
 * @param shownCode The code as it is shown, where it is at hand.
 */
export function readTitle(
  title: string,
  code: string,
  knownCodes: readonly string[] | undefined,
  shownCode: string = formatQuoteCode(code),
): TitleReading {
  // What the site asks for, and nearly every title: nothing to look for.
  if (title === shownCode || title === code) return EXACT;
  if (title === '') return EMPTY;

  const key = keyOfCode(code);
  const text = foldText(title);
  if (text.symbols.length < Math.min(key.length, SHORTEST_CODE) - 1) {
    return title.trim() === '' ? EMPTY : WITHOUT_CODE;
  }
  const symbols = foldSymbols(text.symbols);
  const times = countCode(symbols, key);
  const [prefix = ''] = /^[A-Z]*/.exec(code) ?? [];
  const otherCodes: string[] = [];
  const unknownCodes: string[] = [];
  // Pieces of words are codes only if a quote has them.
  const standing = knownCodes?.filter((known) => countCode(symbols, keyOfCode(known)) > 0) ?? [];
  const shown = findShownCodes(text, { prefixes: [prefix] });
  for (const other of new Set([...shown, ...standing])) {
    if (other === code || keyOfCode(other) === key) continue;
    const isQuote = knownCodes?.includes(other) ?? other.startsWith(`${prefix}-`);
    (isQuote ? otherCodes : unknownCodes).push(other);
  }
  const read = (finding: TitleReading['code']): TitleReading => ({
    code: finding,
    isNamed: times > 0,
    otherCodes,
    unknownCodes,
  });

  if (times > 1) return read('title-twice');
  if (times === 1) return read(namedAs(title, key, symbols));
  if (knownCodes && otherCodes.length > 0) return read('title-another-code');
  if (holdsSlipOf(key, text, symbols)) return read('title-one-symbol-wrong');
  if (otherCodes.length + unknownCodes.length > 0) return read('title-unknown-code');
  return read(title.trim() === '' ? 'title-empty' : 'title-without-code');
}

/**
 * What a title says about a quote that replaced others: whoever names one of those means this one, since
 * a contract in the game keeps its title.
 *
 * @param own What it says about the quote's own code.
 */
export function withFormerCodes(
  own: TitleReading,
  title: string,
  {
    code,
    formerCodes,
    knownCodes,
  }: {
    readonly code: string;
    readonly formerCodes: readonly string[];
    readonly knownCodes: readonly string[] | undefined;
  },
): TitleReading {
  const former = formerCodes.map((each) => readTitle(title, each, knownCodes));
  const named = former.find(({ isNamed }) => isNamed);
  const slip = former.find((each) => each.code === 'title-one-symbol-wrong');
  const readOfFormer = named ? { ...named, code: FORMER } : slip;
  const reading = own.isNamed ? own : (readOfFormer ?? own);
  const isForeign = (each: string) => each !== code && !formerCodes.includes(each);
  return {
    ...reading,
    otherCodes: reading.otherCodes.filter(isForeign),
    unknownCodes: reading.unknownCodes.filter(isForeign),
  };
}

const FORMER = 'title-former-code' as const;

/** A title of fewer symbols has no code, nor one that is a slip away. */
const SHORTEST_CODE = MIN_PREFIX_LENGTH + CODE_LENGTH;

const EXACT: TitleReading = {
  code: 'title-exact',
  isNamed: true,
  otherCodes: [],
  unknownCodes: [],
};

const WITHOUT_CODE: TitleReading = { ...EXACT, code: 'title-without-code', isNamed: false };
const EMPTY: TitleReading = { ...EXACT, code: 'title-empty', isNamed: false };

function namedAs(title: string, key: string, symbols: string): TitleReading['code'] {
  if (symbols === key && foldSymbols(bareOf(title)) === key) return 'title-exact';
  if (ASCII.test(title)) return 'title-inside-text';
  const asTyped = foldSymbols(foldText(title, { lookAlikes: false }).symbols);
  return asTyped.includes(key) ? 'title-inside-text' : 'title-look-alike';
}

function bareOf(title: string): string {
  return title
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '');
}

const ASCII = /^[ -~]*$/;

/** Whether words of the title, taken together, are one slip away from the code. */
function holdsSlipOf(key: string, text: FoldedText, symbols: string): boolean {
  for (let start = 0; start < symbols.length; start++) {
    if (text.gaps[start] === 'glued') continue;
    for (let length = key.length - 1; length <= key.length + 1; length++) {
      if (text.gaps[start + length] === 'glued' || start + length > symbols.length) continue;
      if (isOneSlipAway(symbols.slice(start, start + length), key)) return true;
    }
  }
  return false;
}

/** One symbol wrong, missing or too many, or two neighbours swapped. */
function isOneSlipAway(typed: string, key: string): boolean {
  let same = 0;
  while (same < key.length && typed[same] === key[same]) same++;
  const typedRest = typed.slice(same);
  const keyRest = key.slice(same);
  return (
    typedRest.slice(1) === keyRest.slice(1) ||
    typedRest === keyRest.slice(1) ||
    typedRest.slice(1) === keyRest ||
    (typedRest.slice(2) === keyRest.slice(2) &&
      typedRest[0] === keyRest[1] &&
      typedRest[1] === keyRest[0])
  );
}
