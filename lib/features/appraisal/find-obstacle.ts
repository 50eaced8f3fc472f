import { formatIsk } from '#lib/core/isk.ts';
import type { PricedItems } from '#lib/core/pricing/price-items.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { Appraisal, ObstacleReason } from './schema.ts';

/** Most item types in one contract. The game's own limit is not published; this is well below it. */
export const MAX_TYPES = 200;

/** Why no quote can be made of priced items; null when one can. */
export function findObstacle(program: ProgramTerms, priced: PricedItems): Appraisal['obstacle'] {
  const reason = findReason(program, priced);
  return reason && { reason, sentence: SENTENCES[reason](program, hubAtFault(program, priced)) };
}

/** The market that has no price for the first thing that lacks one. */
function hubAtFault({ basis }: ProgramTerms, { refused }: PricedItems): string {
  const lacking = refused.find(({ reason }) => reason === 'stale-price' || reason === 'no-price');
  return lacking?.hubName ?? basis.hubName;
}

const SENTENCES: Record<ObstacleReason, (program: ProgramTerms, hubName: string) => string> = {
  'program-closed': () => 'This program takes no quotes at the moment.',
  'nothing-read': () => 'None of these lines could be read.',
  'nothing-bought': () => 'The trader buys none of these items.',
  'stale-prices': (_, hubName) =>
    `The prices of ${hubName} are too old to quote from. New ones come as soon as EVE answers.`,
  'no-prices': (_, hubName) =>
    `We have no prices of ${hubName} yet. They come within a few minutes.`,
  'zero-total': () => 'This is worth less than 1 ISK.',
  'under-minimum': ({ minimumTotalIsk }) =>
    `This program starts at ${whole(minimumTotalIsk)} ISK. Add more items.`,
  'over-maximum': ({ maximumTotalIsk }) =>
    `This program ends at ${whole(maximumTotalIsk)} ISK. Sell it in several quotes.`,
  'too-many-types': () =>
    `One contract holds at most ${MAX_TYPES} kinds of items here. Sell them in several quotes.`,
};

function findReason(program: ProgramTerms, priced: PricedItems): ObstacleReason | null {
  const { lines, refused, total } = priced;
  if (!program.isOpen) return 'program-closed';
  if (lines.length === 0) {
    if (refused.length === 0) return 'nothing-read';
    if (refused.some(({ reason }) => reason === 'stale-price')) return 'stale-prices';
    return refused.some(({ reason }) => reason === 'no-price') ? 'no-prices' : 'nothing-bought';
  }
  if (lines.length > MAX_TYPES) return 'too-many-types';
  if (total <= 0n) return 'zero-total';
  if (program.minimumTotalIsk !== null && total < program.minimumTotalIsk) return 'under-minimum';
  if (program.maximumTotalIsk !== null && total > program.maximumTotalIsk) return 'over-maximum';
  return null;
}

function whole(amount: bigint | null): string {
  return amount === null ? '' : formatIsk(amount, { decimals: false });
}
