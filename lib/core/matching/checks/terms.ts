/**
 * The plain fields of the contract dialog: type, status, who may see it, what the pilot pays.
 *
 * @module
 */
import { toIskText } from '#lib/core/isk.ts';
import type { Rule } from '../rule.ts';
import { showText } from './show-text.ts';
import { isWithinTolerance } from './tolerance.ts';

/** Only an item exchange swaps items for ISK at once. */
export const typeRule: Rule = {
  judge: ({ contract }) =>
    contract.type === 'item_exchange' ? 'type-item-exchange' : 'type-wrong',
  show: ({ contract }) => ['item_exchange', showText(contract.type)],
};

/** Nothing has been decided yet; only couriers are ever in progress. */
export const LIVING_STATUSES: readonly string[] = ['outstanding', 'in_progress'];
/** Accepted: items and ISK have changed hands. The last two come from auctions and couriers. */
export const FINISHED_STATUSES: readonly string[] = [
  'finished',
  'finished_issuer',
  'finished_contractor',
];
const ENDED_STATUSES = ['cancelled', 'rejected', 'failed', 'deleted', 'reversed'];
/** Nobody can accept these any more. */
export const DECIDED_STATUSES: readonly string[] = [...FINISHED_STATUSES, ...ENDED_STATUSES];

const FINISHED: ReadonlySet<string> = new Set(FINISHED_STATUSES);
const ENDED: ReadonlySet<string> = new Set(ENDED_STATUSES);
const KNOWN: ReadonlySet<string> = new Set([...LIVING_STATUSES, ...DECIDED_STATUSES]);

/** Whether the contract was accepted: items and ISK have changed hands. */
export function isFinished(status: string): boolean {
  return FINISHED.has(status);
}

/** Whether EVE's specification knows the status. */
export function isKnownStatus(status: string): boolean {
  return KNOWN.has(status);
}

/** Whether it waits to be accepted, as far as EVE tells: a status that nobody knows may mean that, too. */
export function mayWait(status: string): boolean {
  return status === 'outstanding' || !isKnownStatus(status);
}

/** Whether the contract waits or was accepted; whatever else became of it is a problem. */
export const statusRule: Rule = {
  judge({ contract: { status } }) {
    if (status === 'outstanding') return 'status-outstanding';
    if (isFinished(status)) return 'status-finished';
    if (ENDED.has(status)) return 'status-ended';
    // Only couriers are ever in progress.
    return status === 'in_progress' ? 'status-in-progress' : 'status-unknown';
  },
  show: ({ contract: { status } }) => ['outstanding', showText(status)],
};

/**
 * Only `public` is wrong: ESI calls a contract `personal` that was made for a corporation or an
 * alliance. Who gets it is for the assignee check to say.
 */
export const availabilityRule: Rule = {
  judge: ({ contract }) =>
    contract.availability === 'public' ? 'availability-public' : 'availability-private',
  show: ({ contract }) => ['private', showText(contract.availability)],
};

/** With a reward the pilot would pay the trader. */
export const rewardRule: Rule = {
  judge({ contract, price, prepared: { quote, program } }) {
    const reward = contract.reward ?? 0n;
    if (reward === 0n) return 'reward-none';
    const isSwapped =
      price === 0n && (reward > quote.total || isWithinTolerance(reward, quote.total, program));
    return isSwapped ? 'reward-instead-of-price' : 'reward-filled';
  },
  show: ({ contract }) => ['0.00', toIskText(contract.reward ?? 0n)],
};

/** Only a courier takes a collateral. */
export const collateralRule: Rule = {
  judge: ({ contract }) =>
    (contract.collateral ?? 0n) === 0n ? 'collateral-none' : 'collateral-filled',
  show: ({ contract }) => ['0.00', toIskText(contract.collateral ?? 0n)],
};
