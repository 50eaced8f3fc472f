import type { Check, Finding, FindingCode, FindingValue } from './finding.ts';
import type { MatchQuote } from './match-input.ts';
import { ITEMS_WORDS } from './sentences/items.ts';
import { ORDER_WORDS, speaksTo } from './sentences/orders.ts';
import { PEOPLE_WORDS } from './sentences/people.ts';
import { PLACE_AND_TIME_WORDS } from './sentences/place-and-time.ts';
import { PRICE_WORDS } from './sentences/price.ts';
import { SEVERAL_WORDS } from './sentences/several.ts';
import { TERMS_WORDS } from './sentences/terms.ts';
import { TITLE_WORDS } from './sentences/title.ts';
import {
  code,
  count,
  countsOf,
  isk,
  listCounts,
  listTexts,
  type Names,
  number,
  party,
  place,
  type Said,
  textsOf,
  time,
  type Words,
  type WordsFor,
  word,
} from './sentences/wording.ts';

export type { Names } from './sentences/wording.ts';

/** A finding for people. `fix` is null where the pilot has nothing to do. */
export type FindingText = Words & {
  /** What the quote says. */
  readonly expectedText: string;
  /** What the contract has. */
  readonly actualText: string;
};

/**
 * Say what was found, for the pilot who has to fix it and the trader who reads along.
 *
 * A contract cannot be changed in game, so fixes speak of the new contract. Values that do not fit
 * their code (from a newer version, say) make a vague sentence, never an error.
 *
 * @param side The quote's. The contract of an order (`sells`) is made by the trader, so each fix says to whom
 *   it speaks.
 */
export function describeFinding(
  finding: Finding,
  names: Names,
  side: MatchQuote['side'] = 'buys',
): FindingText {
  const { expected, actual } = finding;
  const text = VALUE_TEXTS[finding.check];
  const said = { expected, actual, names };
  return {
    ...(side === 'sells' ? describeOfOrder(finding.code, said) : WORDS[finding.code](said)),
    expectedText: text(expected, names, finding.code),
    actualText: text(actual, names, finding.code),
  };
}

const WORDS: WordsFor<FindingCode> = {
  ...TERMS_WORDS,
  ...TITLE_WORDS,
  ...PEOPLE_WORDS,
  ...PRICE_WORDS,
  ...PLACE_AND_TIME_WORDS,
  ...ITEMS_WORDS,
  ...SEVERAL_WORDS,
};

function describeOfOrder(findingCode: FindingCode, said: Said): Words {
  const words = (ORDER_WORDS[findingCode] ?? WORDS[findingCode])(said);
  return { ...words, fix: words.fix && `${speaksTo(findingCode)}: ${words.fix}` };
}

type ValueText = (value: FindingValue, names: Names, code: FindingCode) => string;

const VALUE_TEXTS: Record<Check, ValueText> = {
  type: word,
  status: word,
  title: titleText,
  assignee: party,
  issuer: (value, names) => (value === null ? 'anyone with the code' : party(value, names)),
  availability: (value) => (value === 'personal' ? 'private' : word(value)),
  price: isk,
  reward: isk,
  collateral: isk,
  location: (value, names) => (value === null ? 'not told' : place(value, names)),
  issued: time,
  expiry: time,
  items: itemsText,
  'requested-items': noneOrCounts,
  assembled: (value) => (typeof value === 'number' ? `${number(value)} m³` : 'not known'),
  'blueprint-copies': noneOrCounts,
  'quote-contracts': (value) =>
    `in ${Array.isArray(value) && value.length !== 1 ? count(value.length, 'contract') : 'one contract'}`,
  'contract-quotes': (value) => listTexts(textsOf(value).map(code), 'code') || 'names no quote',
};

function titleText(value: FindingValue, _names: Names, findingCode: FindingCode): string {
  if (typeof value !== 'string' || value.trim() === '') return 'empty';
  return findingCode === 'title-exact' ? code(value) : formatIfCode(value);
}

/** The quote's own code as it is shown, a pilot's text as it was typed. */
function formatIfCode(text: string): string {
  return /^[A-Z]{2,4}-[0-9A-Z]{8}$/.test(text) ? code(text) : text;
}

function itemsText(value: FindingValue, names: Names): string {
  if (value === null) return 'not told';
  if (Array.isArray(value)) return listCounts(countsOf(value), names);
  if (typeof value !== 'object') return String(value);
  return `${count(value.types, 'type')}, ${count(value.units, 'unit')}`;
}

function noneOrCounts(value: FindingValue, names: Names): string {
  return value === null ? 'not told' : listCounts(countsOf(value), names) || 'none';
}
