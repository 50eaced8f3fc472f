import { acceptedAt } from './accepted.ts';
import {
  isAccepted,
  isOffer,
  isOfOnePilot,
  MOST_PARTS,
  mayBeAccepted,
  partsOf,
  promisedFirst,
  shareOut,
} from './deliveries.ts';
import { readOthersThatCount } from './judge-contract.ts';
import { type MatchCase, readCase } from './match-case.ts';
import type { MatchInput, OtherContract } from './match-input.ts';
import { prepareQuote } from './prepare-quote.ts';
import type { Tally } from './tally.ts';

/**
 * Of all contracts for a quote those on which the verdict of one of them depends: the rest may be left
 * out of its input. Whoever has a guest's code may make any number, and every verdict keeps its input.
 */
export function relevantOthers(input: MatchInput): readonly OtherContract[] {
  const { otherContracts = [] } = input;
  if (otherContracts.length === 0) return otherContracts;
  const own = readCase(prepareQuote(input), input);
  const counting = readOthersThatCount(own);
  const others = counting.others.toSorted(promisedFirst);
  const offers = [own, ...others].filter(isOffer);
  const { paid, left, chosen, heldUp } = shareOut(offers, counting.lost);
  // Wherever they are no delivery, for now.
  const loose = [...offers.filter(mayBeAccepted), ...counting.lost].filter(
    (offer) => !chosen.includes(offer),
  );
  const isRivals = chosen.length > 0 && !chosen.some((other) => isOfOnePilot(own, other));
  const siblings = others.filter((other) => isOfOnePilot(own, other));
  const unsettled = offers.filter((offer) => isAccepted(offer) && !offer.isSettled);
  const lastMs = Math.max(...unsettled.map((offer) => acceptedAt(offer.contract).getTime()));
  const kept = [
    ...unsettled,
    ...paid,
    ...chosen,
    ...heldUp,
    ...loose,
    // What spoils them as a delivery, too: else they would seem to be one.
    ...loose.flatMap((offer) => nearest(offer, [own, ...others], left)),
    // What was accepted was right beside those that were there then. Whoever came later counts for nothing.
    ...offers.filter(({ contract }) => contract.dateIssued.getTime() <= lastMs),
    // Beside a rival's delivery none of them counts; without all of them some might seem to be one.
    ...(isRivals ? [] : nearest(own, others, left)),
    // One of any kind, which may be no part: so it shows that there are others.
    ...(isRivals ? [] : [...siblings, ...others].slice(0, 1)),
  ];
  const keptIds = new Set(kept.map(({ contract }) => contract.contractId));
  return otherContracts.filter(({ contract }) => keptIds.has(contract.contractId));
}

/**
 * The parts that are looked at together with one: of its pilot, and of its own character, which is looked at
 * alone too. One more than may deliver a quote: so it shows that there are too many. No gaps: each is
 * taken if there is room for it, so without one of them a later one might fit.
 */
function nearest(own: MatchCase, others: readonly MatchCase[], left: Tally): MatchCase[] {
  const siblings = others.filter((other) => isOfOnePilot(own, other));
  const parts = partsOf(siblings.filter(isOffer), left);
  const ofCharacter = parts.filter(({ contract }) => contract.issuerId === own.contract.issuerId);
  return [...parts.slice(0, MOST_PARTS + 1), ...ofCharacter.slice(0, MOST_PARTS + 1)];
}
