/**
 * Sentences about where the items are, and when the contract was made and ends.
 *
 * @module
 */
import { fine, place, time, type WordsFor } from './wording.ts';

export const PLACE_AND_TIME_WORDS = {
  'location-quoted': fine('Location', 'The items are where the quote says.'),
  'location-also-allowed': ({ expected, actual, names }) => ({
    short: 'other location',
    title: 'Location: another allowed one',
    message: `The items are at ${place(actual, names)}, where this program takes contracts too. The quote says ${place(expected, names)}.`,
    fix: null,
  }),
  'location-wrong': ({ expected, actual, names }) => ({
    short: 'location',
    title: 'Location: elsewhere',
    message: `The items are at ${place(actual, names)}. The quote is for ${place(expected, names)}.`,
    fix: `Bring the items to ${place(expected, names)}, and make the new contract there.`,
  }),
  'location-unknown': ({ expected, names }) => ({
    short: 'location',
    title: 'Location: not told',
    message: 'EVE does not tell where the items are.',
    fix: `Make the contract at ${place(expected, names)}, while docked there.`,
  }),

  'issued-in-time': ({ actual }) => ({
    short: '',
    title: 'Issued',
    message: `The contract was made ${time(actual)}, while the quote held.`,
    fix: null,
  }),
  'issued-too-early': ({ expected, actual }) => ({
    short: 'window',
    title: 'Issued: before the quote',
    message: `The contract was made ${time(actual)}, before the quote of ${time(expected)}.`,
    fix: 'Make a new contract with the code of this quote.',
  }),
  'issued-too-late': ({ expected, actual }) => ({
    short: 'window',
    title: 'Issued: too late',
    message: `The contract was made ${time(actual)}, after the quote ran out ${time(expected)}.`,
    fix: 'Delete it, make a new quote at today’s prices, and a contract with the new code.',
  }),

  'expiry-ahead': ({ actual }) => ({
    short: '',
    title: 'Expires',
    message: `The contract waits in game until ${time(actual)}.`,
    fix: null,
  }),
  'expiry-passed-when-done': fine('Expires', 'The contract ended before its time was up.'),
  'expiry-passed-unseen': ({ actual }) => ({
    short: 'ran out',
    title: 'Expires: ran out',
    message: `The contract ran out in game ${time(actual)}. EVE’s next list tells whether it was accepted before that.`,
    fix: null,
  }),
  'expiry-passed': ({ actual }) => ({
    short: 'ran out',
    title: 'Expires: ran out',
    message: `The contract ran out in game ${time(actual)}: nobody can accept it any more.`,
    fix: 'Delete it to get the items back, then make it again, with two weeks as “Expiration”.',
  }),
} satisfies Partial<WordsFor<`${'location' | 'issued' | 'expiry'}-${string}`>>;
