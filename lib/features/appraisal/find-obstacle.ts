import { formatIsk } from '#lib/core/isk.ts';
import type { SettledItems } from '#lib/core/pricing/fees/apply-fees.ts';
import { type DailyUse, findCapRefusal } from '#lib/core/program/daily-cap.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { Appraisal, ObstacleReason } from './schema.ts';

/** Most item types in one contract. The game's own limit is not published; this is well below it. */
export const MAX_TYPES = 200;

type Settled = Pick<SettledItems, 'lines' | 'refused' | 'total' | 'donation'>;

/**
 * Why no quote can be made of priced items; null when one can.
 *
 * @param use What counts of the day so far.
 */
export function findObstacle(
  program: ProgramTerms,
  settled: Settled,
  use: DailyUse,
): Appraisal['obstacle'] {
  const reason = findReason(program, settled);
  if (reason) return { reason, sentence: SENTENCES[reason](program, settled) };
  return findCapRefusal(program.limits, use, settled.total);
}

/** The market that has no price for the first thing that lacks one. */
function hubAtFault({ basis }: ProgramTerms, { refused }: Settled): string {
  const lacking = refused.find(({ reason }) => reason === 'stale-price' || reason === 'no-price');
  return lacking?.hubName ?? basis.hubName;
}

type OwnReason = Exclude<ObstacleReason, 'over-daily-cap' | 'over-pilot-cap' | 'sign-in-needed'>;

const SENTENCES: Record<OwnReason, (program: ProgramTerms, settled: Settled) => string> = {
  'program-closed': () => 'This program takes no quotes at the moment.',
  'nothing-read': () => 'None of these lines could be read.',
  'nothing-bought': ({ side }) => `The trader ${side} none of these items.`,
  'stale-prices': (program, settled) =>
    `The prices of ${hubAtFault(program, settled)} are too old to quote from. New ones come as soon as EVE answers.`,
  'no-prices': (program, settled) =>
    `We have no prices of ${hubAtFault(program, settled)} yet. They come within a few minutes.`,
  'zero-total': (_, { donation }) =>
    donation
      ? 'Of this nothing would be left to pay. Give less away.'
      : 'This is worth less than 1 ISK.',
  'under-minimum': ({ minimumTotalIsk }, { total, donation }) =>
    `This program starts at ${whole(minimumTotalIsk)} ISK, and this is ${whole((minimumTotalIsk ?? 0n) - total)} less. ${donation ? 'Add more items, or give less away.' : 'Add more items.'}`,
  'over-maximum': ({ side, maximumTotalIsk }, { total }) =>
    `This program ends at ${whole(maximumTotalIsk)} ISK, and this is ${whole(total - (maximumTotalIsk ?? 0n))} more. ${inSeveral(side)}`,
  'too-many-types': ({ side }, { lines }) =>
    `One contract holds at most ${MAX_TYPES} kinds of items here, and these are ${lines.length}. ${inSeveral(side)}`,
};

function findReason(program: ProgramTerms, settled: Settled): OwnReason | null {
  const { lines, refused, total } = settled;
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

function inSeveral(side: ProgramTerms['side']): string {
  return side === 'buys' ? 'Sell them in several quotes.' : 'Order them in several orders.';
}

/** Whole where it is, exact where a limit has cents. */
function whole(amount: bigint | null): string {
  return amount === null ? '' : formatIsk(amount, { decimals: amount % 100n !== 0n });
}
