/**
 * Sentences about several contracts for one quote.
 *
 * @module
 */
import { MOST_PARTS } from '../deliveries.ts';
import { fine, idsOf, listTexts, type Said, type WordsFor } from './wording.ts';

export const SEVERAL_WORDS = {
  'quote-in-one-contract': fine('This quote', 'No other contract claims this quote.'),
  'quote-not-named': fine('This quote', 'The contract does not claim this quote by its code.'),
  'quote-in-wrong-contracts-too': (said) => ({
    short: 'others too',
    title: 'This quote: in other contracts too',
    message: `${others(said)} ${isMany(said) ? 'name' : 'names'} the quote too. This one is taken.`,
    fix: 'Delete the others to get those items back.',
  }),
  'quote-split': (said) => ({
    short: 'in parts',
    title: 'This quote: in parts',
    message:
      othersOf(said).length === 0
        ? 'It delivers a part of the quote; the rest is still to come.'
        : `Together with ${others(said, 'contract')} it delivers the quote.`,
    fix: 'Nothing to fix. Leave every part in place until it is accepted.',
  }),
  'quote-not-free-yet': (said) => ({
    short: 'not free yet',
    title: 'This quote: not free yet',
    message: `${others(said)} ${isMany(said) ? 'were' : 'was'} right until a moment ago, and may have been accepted since EVE’s last list.`,
    fix: 'Leave it as it is. EVE’s next list, in some minutes, tells whether this contract takes its place.',
  }),
  'quote-doubled': (said) => ({
    short: 'twice',
    title: 'This quote: in two contracts',
    message: `${others(said)} already ${isMany(said) ? 'offer' : 'offers'} all of it. A quote is paid once.`,
    fix: 'Delete this contract. For a second delivery make a new quote.',
  }),
  'quote-parts-do-not-sum': (said) => ({
    short: 'parts do not sum',
    title: 'This quote: parts that do not sum',
    message: `${others(said)} ${isMany(said) ? 'name' : 'names'} the quote too, and together they are not what was quoted.`,
    fix: 'Delete all that are not accepted and make one contract with everything that is left, or parts with all of it between them, each for the quoted prices of what it holds.',
  }),
  'quote-in-too-many-contracts': () => ({
    short: 'too many',
    title: 'This quote: in too many contracts',
    message: `More than ${MOST_PARTS} contracts name the quote. So many are not held against each other.`,
    fix: `Delete the others, or deliver the quote in at most ${MOST_PARTS} parts.`,
  }),
  'quote-paid-already': () => ({
    short: 'paid already',
    title: 'This quote: paid already',
    message: 'The quote was paid by another contract. A code works once.',
    fix: 'Delete this contract, make a new quote, and a contract with the new code.',
  }),
  'quote-cancelled': () => ({
    short: 'quote cancelled',
    title: 'This quote: cancelled',
    message: 'The quote was cancelled before the contract counted.',
    fix: 'Delete this contract, make a new quote, and a contract with the new code.',
  }),
} satisfies Partial<WordsFor<`quote-${string}`>>;

/** The other contracts by their ids, as the game can search for none: for the trader's eye. */
function others(said: Said, word: 'Contract' | 'contract' = 'Contract'): string {
  const ids = othersOf(said).map((id) => id.toLocaleString('en-US'));
  return `${word}${isMany(said) ? 's' : ''} ${listTexts(ids, 'contract')}`;
}

function isMany(said: Said): boolean {
  return othersOf(said).length > 1;
}

function othersOf({ expected, actual }: Said): number[] {
  const [own] = idsOf(expected);
  return idsOf(actual).filter((id) => id !== own);
}
