/**
 * Sentences about what the contract gives and asks for.
 *
 * @module
 */
import type { TypeCount } from '../finding.ts';
import { count, countsOf, fine, listCounts, number, type Said, type WordsFor } from './wording.ts';

export const ITEMS_WORDS = {
  'items-exact': fine('Items', 'All items are as quoted, stacks summed.'),
  'items-split': fine(
    'Items: a part',
    'The contract holds a part of the items; the rest is in other contracts, or still to come.',
  ),
  'items-missing': (said) => ({
    short: 'items',
    title: 'Items: missing',
    message: `${missing(said)} ${isOrAre(lacking(said))} not in the contract.`,
    fix: `Put ${wanted(said)} into the new contract, with everything that is in this one. If you cannot, make a new quote without ${itOrThem(lacking(said))}.`,
  }),
  'items-too-few': (said) => ({
    short: 'items',
    title: 'Items: too few',
    message: `${missing(said)} ${isOrAre(lacking(said))} missing.`,
    fix: `Put all ${wanted(said)} into the new contract: the ${missingShort(said)} missing ${isOrAre(lacking(said))} still in your hangar, or on another pilot.`,
  }),
  'items-too-many': (said) => ({
    short: 'items',
    title: 'Items: too many',
    message: `${surplus(said)} more than quoted ${isOrAre(exceeding(said))} in the contract, and would not be paid.`,
    fix: `Put only ${wanted(said)} into the new contract: split the stack in your hangar first. Or make a new quote for all of it.`,
  }),
  'items-extra': (said) => ({
    short: 'items',
    title: 'Items: not in the quote',
    message: `${surplus(said)} ${isOrAre(exceeding(said))} in the contract, but not in the quote, and would not be paid.`,
    fix: `Leave ${surplus(said)} out of the new contract. Or make a new quote with ${itOrThem(exceeding(said))}.`,
  }),
  'items-differ': (said) => ({
    short: 'items',
    title: 'Items: differ',
    message: differences(said),
    fix: 'Put exactly the items of the quote into the new contract. Or make a new quote from what you have.',
  }),
  'items-unreadable': () => ({
    short: 'items unknown',
    title: 'Items: not told',
    message: 'EVE does not tell what is in the contract, so it could not be checked.',
    fix: 'If the contract still waits in game, it is checked as soon as EVE tells. If it stays so for an hour, delete it and make it again.',
  }),

  'requested-none': fine('Requested items', 'The contract asks for no items.'),
  'requested-unreadable': () => ({
    short: 'requests unknown',
    title: 'Requested items: not told',
    message: 'EVE does not tell whether the contract asks for items.',
    fix: null,
  }),
  'requested-some': ({ actual, names }) => ({
    short: `requests ${countsOf(actual)[0] ? names.type(countsOf(actual)[0]?.typeId ?? 0) : 'items'}`,
    title: 'Requested items: some',
    message: `Whoever accepts the contract has to give ${listCounts(countsOf(actual), names)} for it. The quote pays ISK, and nothing else.`,
    fix: 'In the new contract, leave “Request items” off.',
  }),

  'assembled-none': fine('Assembled ships', 'The volume is that of packaged items.'),
  'assembled-cannot-tell': fine(
    'Assembled ships',
    'The volume cannot tell whether anything is assembled.',
  ),
  'assembled-likely': ({ expected, actual }) => ({
    short: 'assembled',
    title: 'Assembled ships: likely',
    message: `The contract has ${number(Number(actual))} m³, where the same items packaged have ${number(Number(expected))} m³: a ship or container in it seems to be assembled.`,
    fix: 'Nothing to fix, if the trader takes it so. To be safe, repackage ships and containers before you make the contract.',
  }),

  'copies-none': fine('Blueprint copies', 'There are no blueprint copies.'),
  'copies-as-quoted': fine('Blueprint copies', 'The blueprint copies are as quoted.'),
  'copies-cannot-tell': ({ expected, names }) => ({
    short: 'copies?',
    title: 'Blueprint copies: not told',
    message: `The quote is for copies of ${listCounts(countsOf(expected), names)}. EVE does not tell whether the contract holds copies or originals.`,
    fix: 'Look whether you really put copies in. An original is worth more than the quote.',
  }),
  'copies-not-quoted': ({ actual, names }) => ({
    short: 'blueprint copies',
    title: 'Blueprint copies: not quoted',
    message: `The contract holds copies of ${listCounts(countsOf(actual), names)}, which were not quoted as copies. A copy is never paid as an original.`,
    fix: 'Leave the copies out of the new contract, or put the originals in that were quoted.',
  }),
  'copies-quoted-not-sent': ({ expected, names }) => ({
    short: 'originals',
    title: 'Blueprint copies: originals sent',
    message: `The quote is for copies of ${listCounts(countsOf(expected), names)}, but the contract holds originals, which are worth more.`,
    fix: 'Put the copies into the new contract, and keep the originals.',
  }),
} satisfies Partial<WordsFor<`${'items' | 'requested' | 'assembled' | 'copies'}-${string}`>>;

/** What the contract has less of, by how much. */
function lacking(said: Said): TypeCount[] {
  return gaps(said).filter(({ quantity }) => quantity > 0);
}

/** What the contract has more of, by how much. */
function exceeding(said: Said): TypeCount[] {
  return gaps(said)
    .filter(({ quantity }) => quantity < 0)
    .map(({ typeId, quantity }) => ({ typeId, quantity: -quantity }));
}

function gaps({ expected, actual }: Said): TypeCount[] {
  const sent = countsOf(actual);
  return countsOf(expected).map(({ typeId, quantity }, i) => ({
    typeId,
    quantity: quantity - (sent[i]?.quantity ?? 0),
  }));
}

function missing(said: Said): string {
  return listCounts(lacking(said), said.names);
}

/** "1,000 that are", or with names where several types are missing. */
function missingShort(said: Said): string {
  const [only, ...others] = lacking(said);
  const what = only && others.length === 0 ? number(only.quantity) : missing(said);
  return `${what} that ${isOrAre(lacking(said))}`;
}

function surplus(said: Said): string {
  return listCounts(exceeding(said), said.names);
}

function wanted({ expected, names }: Said): string {
  return listCounts(countsOf(expected), names);
}

function differences(said: Said): string {
  const parts = [
    lacking(said).length > 0 ? `${missing(said)} too few` : '',
    exceeding(said).length > 0 ? `${surplus(said)} too many` : '',
  ];
  return `${count(gaps(said).length, 'type')} differ: ${parts.filter(Boolean).join('; ')}.`;
}

function isOrAre(counts: readonly TypeCount[]): string {
  return counts.length === 1 && counts[0]?.quantity === 1 ? 'is' : 'are';
}

function itOrThem(counts: readonly TypeCount[]): string {
  return counts.length === 1 && counts[0]?.quantity === 1 ? 'it' : 'them';
}
