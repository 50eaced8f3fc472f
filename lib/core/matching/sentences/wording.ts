/**
 * Numbers, times, names and lists as the sentences about findings write them.
 *
 * @module
 */
import { formatIsk, parseIsk } from '#lib/core/isk.ts';
import { formatQuoteCode } from '#lib/core/quote/code.ts';
import type { FindingValue, TypeCount } from '../finding.ts';

/** How ids become names. A name that is not known is the caller's to make up: "Type 34". */
export type Names = {
  type(typeId: number): string;
  location(locationId: number): string;
  /** Character, corporation or alliance. */
  party(partyId: number): string;
};

/** The two sides of a finding, and the names in it. */
export type Said = {
  readonly expected: FindingValue;
  readonly actual: FindingValue;
  readonly names: Names;
};

/** What a finding is called and what it means. */
export type Words = {
  /** For a row of findings: "gift", "receiver", "requests PLEX". */
  readonly short: string;
  /** "Items: too few" */
  readonly title: string;
  /** What is so, for pilot and trader alike. */
  readonly message: string;
  /** What the pilot does about it. Null: nothing. */
  readonly fix: string | null;
};

/** The sentences of some findings. Each set has to be whole, so the compiler finds a missing one. */
export type WordsFor<Code extends string> = Record<Code, (said: Said) => Words>;

/** Words of a finding that is as it should be. */
export function fine(title: string, message: string): () => Words {
  return () => ({ short: '', title, message, fix: null });
}

/** Write ISK from a finding: "112,507,268 ISK", with cents only where there are some. */
export function isk(value: FindingValue): string {
  return `${amountText(amountOf(value))} ISK`;
}

/** The digits that go into a field of the game's dialog: "112,507,268". */
export function digits(value: FindingValue): string {
  return amountText(amountOf(value));
}

/** Hundredths of ISK; what is no amount counts as 0. */
export function amountOf(value: FindingValue): bigint {
  return typeof value === 'string' && /^-?\d{1,16}\.\d{2}$/.test(value) ? parseIsk(value) : 0n;
}

/** Hundredths of ISK in groups, cents only where there are some: "112,507,268". */
export function amountText(amount: bigint): string {
  return formatIsk(amount, { decimals: amount % 100n !== 0n });
}

/** "25 Nov 19:24 EVE": EVE's time is UTC. */
export function time(value: FindingValue): string {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) return 'unknown';
  const clock = date.toISOString().slice(11, 16);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${clock} EVE`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** "1 type", "10 types", "216,498 units" */
export function count(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** "216,498", "100,444.64" */
export function number(n: number): string {
  return NUMBERS.format(n);
}

/** Made once: made for each number it takes a hundred times as long. */
const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** Counts of a finding; empty for anything else. */
export function countsOf(value: FindingValue): TypeCount[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is TypeCount => typeof each === 'object');
}

const LISTED = 3;

/** "1,000 Veldspar, 20 Pyerite and 4 more types" */
export function listCounts(counts: readonly TypeCount[], names: Names): string {
  // A list of hundreds is named by its first few.
  const texts = counts
    .slice(0, LISTED)
    .map(({ typeId, quantity }) => `${number(quantity)} ${names.type(typeId)}`);
  return listFirst(texts, counts.length, 'type');
}

/** "a, b and 4 more types" */
export function listTexts(texts: readonly string[], noun: string): string {
  return listFirst(texts.slice(0, LISTED), texts.length, noun);
}

function listFirst(texts: readonly string[], length: number, noun: string): string {
  if (length <= LISTED) return joinAnd(texts);
  return `${texts.join(', ')} and ${count(length - LISTED, `more ${noun}`)}`;
}

function joinAnd(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

/** Texts of a finding, such as codes; empty for anything else. */
export function textsOf(value: FindingValue): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is string => typeof each === 'string');
}

/** Ids of a finding; empty for anything else. */
export function idsOf(value: FindingValue): number[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is number => typeof each === 'number');
}

/** "AT-7K3M-9QX2" */
export function code(value: FindingValue): string {
  return formatQuoteCode(typeof value === 'string' ? value : '');
}

/** "Ageira Trade Holdings" */
export function party(value: FindingValue, names: Names): string {
  return typeof value === 'number' && value > 0 ? names.party(value) : 'nobody';
}

/** "Jita IV - Moon 4 - Caldari Navy Assembly Plant" */
export function place(value: FindingValue, names: Names): string {
  return typeof value === 'number' ? names.location(value) : 'a place that EVE does not tell';
}

/** EVE's own words without underscores: "item exchange". */
export function word(value: FindingValue): string {
  return typeof value === 'string' ? value.replaceAll('_', ' ') : '';
}
