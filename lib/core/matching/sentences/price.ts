/**
 * Sentences about "I will receive".
 *
 * @module
 */
import { amountOf, amountText, digits, fine, isk, type Said, type WordsFor } from './wording.ts';

export const PRICE_WORDS = {
  'price-exact': fine('Price', 'The price is as quoted.'),
  'price-within-tolerance': ({ actual }) => ({
    short: '',
    title: 'Price',
    message: `The price of ${isk(actual)} is as quoted, within the tolerance of the program.`,
    fix: null,
  }),
  'price-split': ({ actual }) => ({
    short: '',
    title: 'Price: a part',
    message: `The price of ${isk(actual)} is right for the part of the items that the contract holds.`,
    fix: null,
  }),
  'price-gift': (said) => ({
    short: `gift, ${below(said)}`,
    title: 'Price: lower',
    message: `The contract asks ${below(said)} ISK less than quoted: a gift to the trader.`,
    fix: `Nothing to fix, if that is meant. If not, delete the contract before it is accepted and enter ${digits(said.expected)} in “I will receive” of a new one.`,
  }),
  'price-too-low': (said) => ({
    short: 'price',
    title: 'Price: far too low',
    message: `The contract asks ${isk(said.actual)}, ${below(said)} ISK less than the quote. Was a digit lost?`,
    fix: `In the new contract, enter ${digits(said.expected)} in “I will receive”; copy it.`,
  }),
  'price-empty': ({ expected }) => ({
    short: 'no price',
    title: 'Price: empty',
    message: 'Nothing stands in “I will receive”: the items would go for free.',
    fix: `In the new contract, enter ${digits(expected)} in “I will receive”; copy it.`,
  }),
  'price-not-of-part': ({ expected, actual }) => ({
    short: 'price',
    title: 'Price: not that of the part',
    message: `The contract asks ${isk(actual)}. For just what it holds the quote pays ${isk(expected)}.`,
    fix: `To deliver in parts, enter ${digits(expected)} in “I will receive” of a new contract with just this. Else put all that was quoted into it, for the price of the whole quote.`,
  }),
  'price-too-high': (said) => ({
    short: 'price',
    title: 'Price: higher',
    message: `The contract asks ${above(said)} ISK more than the quote.`,
    fix: `In the new contract, enter ${digits(said.expected)} in “I will receive”; copy it.`,
  }),
  'price-of-another-deal': ({ actual }) => ({
    short: 'another deal',
    title: 'Price: of another deal',
    message: `The contract asks ${isk(actual)} for other items than the quote’s, so the two prices cannot be compared.`,
    fix: null,
  }),
  'price-far-too-high': (said) => ({
    short: `price × ${timesText(said)}`,
    title: 'Price: far too high',
    message: `The contract asks ${isk(said.actual)}, ${timesText(said)} times the quote.`,
    fix: `In the new contract, enter ${digits(said.expected)} in “I will receive”; copy it, and count the digits.`,
  }),
} satisfies Partial<WordsFor<`price-${string}`>>;

function below({ expected, actual }: Said): string {
  return amountText(amountOf(expected) - amountOf(actual));
}

function above({ expected, actual }: Said): string {
  return amountText(amountOf(actual) - amountOf(expected));
}

/** "10" or "1.6", cut after one decimal. */
function timesText({ expected, actual }: Said): string {
  const quoted = amountOf(expected);
  if (quoted <= 0n) return 'many';
  const tenths = (amountOf(actual) * 10n) / quoted;
  const whole = amountText((tenths / 10n) * 100n);
  return tenths % 10n === 0n ? whole : `${whole}.${tenths % 10n}`;
}
