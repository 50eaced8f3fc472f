/**
 * What is said otherwise of an order, whose contract the trader makes: fixes speak to the trader, and
 * warnings to the pilot who is to accept.
 *
 * @module
 */
import type { FindingCode } from '../finding.ts';
import {
  amountOf,
  amountText,
  code,
  digits,
  fine,
  isk,
  party,
  type WordsFor,
  word,
} from './wording.ts';

const AGAIN = 'Make it again while the order holds.';
const EXACTLY =
  'Delete this contract, and make it again with exactly the items of the order: the pick list has them.';

const TO_PILOT: ReadonlySet<FindingCode> = new Set(['issuer-stranger', 'requested-some']);

/** To whom the fix of an order's finding speaks: mostly to the trader, who makes the contract. */
export function speaksTo(findingCode: FindingCode): 'For the pilot' | 'For the trader' {
  return TO_PILOT.has(findingCode) ? 'For the pilot' : 'For the trader';
}

export const ORDER_WORDS: Partial<WordsFor<FindingCode>> = {
  'status-outstanding': fine('Status', 'The contract waits for the pilot to accept it.'),
  'status-ended': ({ actual }) => ({
    short: word(actual),
    title: `Status: ${word(actual)}`,
    message:
      word(actual) === 'rejected'
        ? 'The pilot rejected the contract in game.'
        : `The contract has ended: ${word(actual)}.`,
    fix: word(actual) === 'rejected' ? 'Ask the pilot why, then make it again.' : AGAIN,
  }),
  'reward-none': fine('You pay', 'The trader pays nothing.'),
  'reward-filled': ({ actual }) => ({
    short: 'pays the pilot',
    title: 'You pay: not 0',
    message: `With this contract the trader would pay the pilot ${isk(actual)} on top of the items.`,
    fix: 'Delete it before it is accepted. In the new contract, leave “I will pay” at 0.',
  }),
  'reward-instead-of-price': ({ actual }) => ({
    short: 'pay and receive swapped',
    title: 'You pay: swapped with “I will receive”',
    message: `The ${isk(actual)} stand in “I will pay” and nothing in “I will receive”: the trader would give the items and pay for it.`,
    fix: `Delete it at once. In the new contract, enter ${digits(actual)} in “I will receive” and leave “I will pay” at 0.`,
  }),
  'collateral-filled': ({ actual }) => ({
    short: 'collateral',
    title: 'Collateral: not 0',
    message: `The contract asks the pilot for a collateral of ${isk(actual)}. A sale has none.`,
    fix: 'In the new contract, choose “Item Exchange”, which has no collateral.',
  }),
  'title-one-symbol-wrong': ({ expected }) => ({
    short: 'code, one letter',
    title: 'Description: code mistyped',
    message:
      'The description is one slip away from the order’s code, so the order is not filled by it.',
    fix: `Delete this contract, and copy ${code(expected)} into “Description” of a new one.`,
  }),
  'issuer-known': fine('Issuer', 'The trader made the contract.'),
  'issuer-stranger': ({ expected, actual, names }) => ({
    short: 'not the trader',
    title: 'Issuer: not the trader',
    message: `${party(actual, names)} made the contract. Only ${party(expected, names)} fills this order.`,
    fix: `Do not accept it: it is not this order’s. The contract of ${party(expected, names)} is still to come.`,
  }),
  'price-gift': ({ expected, actual }) => ({
    short: `gift, ${amountText(amountOf(expected) - amountOf(actual))}`,
    title: 'Price: lower',
    message: `The contract asks ${amountText(amountOf(expected) - amountOf(actual))} ISK less than was agreed: a gift to the pilot.`,
    fix: `Nothing to fix, if that is meant. If not, delete the contract before it is accepted and enter ${digits(expected)} in “I will receive” of a new one.`,
  }),
  'price-empty': ({ expected }) => ({
    short: 'no price',
    title: 'Price: empty',
    message: 'Nothing stands in “I will receive”: the pilot would get the items for free.',
    fix: `Delete it at once. In the new contract, enter ${digits(expected)} in “I will receive”; copy it.`,
  }),
  'price-not-of-part': ({ expected, actual }) => ({
    short: 'price',
    title: 'Price: not that of the part',
    message: `The contract asks ${isk(actual)}. Just what it holds costs ${isk(expected)}.`,
    fix: `To deliver in parts, enter ${digits(expected)} in “I will receive” of a new contract with just this. Else put the whole order into it, for its whole price.`,
  }),
  'price-too-high': ({ expected, actual }) => ({
    short: 'price',
    title: 'Price: higher',
    message: `The contract asks ${amountText(amountOf(actual) - amountOf(expected))} ISK more than was agreed. The pilot is told not to accept it.`,
    fix: `Delete it. In the new contract, enter ${digits(expected)} in “I will receive”; copy it.`,
  }),
  'issued-too-late': () => ({
    short: 'window',
    title: 'Issued: too late',
    message: 'The contract was made after the order had run out.',
    fix: 'Delete it. The pilot may order again, at today’s prices.',
  }),
  'items-missing': () => ({ ...differ(), title: 'Items: missing' }),
  'items-too-few': () => ({ ...differ(), title: 'Items: too few' }),
  'items-too-many': () => ({
    ...differ(),
    title: 'Items: too many',
    message: 'The contract holds more than was ordered and paid for.',
  }),
  'items-extra': () => ({
    ...differ(),
    title: 'Items: not in the order',
    message: 'The contract holds items that were not ordered.',
  }),
  'items-differ': differ,
  'requested-some': () => ({
    short: 'requests items',
    title: 'Requested items: some',
    message:
      'Whoever accepts the contract has to give items for it. An order costs ISK, and nothing else.',
    fix: 'Do not accept it. The trader makes it again without “Request items”.',
  }),
  'quote-doubled': () => ({
    short: 'twice',
    title: 'This order: in two contracts',
    message: 'Another contract already offers all of it. An order is filled once.',
    fix: 'Delete this contract to get the items back.',
  }),
  'quote-paid-already': () => ({
    short: 'filled already',
    title: 'This order: filled already',
    message: 'The order was filled by another contract.',
    fix: 'Delete this contract to get the items back.',
  }),
  'quote-cancelled': () => ({
    short: 'order cancelled',
    title: 'This order: cancelled',
    message: 'The order was cancelled before the contract counted.',
    fix: 'Delete this contract to get the items back.',
  }),
};

function differ() {
  return {
    short: 'items',
    title: 'Items: differ',
    message: 'The contract does not hold what was ordered.',
    fix: EXACTLY,
  };
}
