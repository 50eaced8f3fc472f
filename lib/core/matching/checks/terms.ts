/**
 * The plain fields of the contract dialog: type, status, who may see it, what the pilot pays.
 *
 * @module
 */
import { toIskText } from '#lib/core/isk.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { MatchCase } from '../match-case.ts';
import { isAbove, isWithinTolerance } from './tolerance.ts';

/** Only an item exchange swaps items for ISK at once. */
export function checkType({ contract }: MatchCase): Finding {
  return contract.type === 'item_exchange'
    ? findingOf('type-item-exchange', 'item_exchange', contract.type)
    : findingOf('type-wrong', 'item_exchange', contract.type);
}

/** Statuses that ESI may report of an accepted exchange; the first two come from auctions and couriers. */
const FINISHED: ReadonlySet<string> = new Set([
  'finished_issuer',
  'finished_contractor',
  'finished',
]);
const ENDED: ReadonlySet<string> = new Set([
  'cancelled',
  'rejected',
  'failed',
  'deleted',
  'reversed',
]);

/** Whether the contract was accepted: items and ISK have changed hands. */
export function isFinished(status: string): boolean {
  return FINISHED.has(status);
}

/** Whether the contract waits or was accepted; whatever else became of it is a problem. */
export function checkStatus({ contract: { status } }: MatchCase): Finding {
  if (status === 'outstanding') return findingOf('status-outstanding', 'outstanding', status);
  if (isFinished(status)) return findingOf('status-finished', 'outstanding', status);
  if (ENDED.has(status)) return findingOf('status-ended', 'outstanding', status);
  // Only couriers are ever in progress.
  if (status === 'in_progress') return findingOf('status-in-progress', 'outstanding', status);
  return findingOf('status-unknown', 'outstanding', status.slice(0, 100));
}

/**
 * Only `public` is wrong: ESI calls a contract `personal` that was made for a corporation or an
 * alliance. Who gets it is for the assignee check to say.
 */
export function checkAvailability({ contract: { availability } }: MatchCase): Finding {
  return availability === 'public'
    ? findingOf('availability-public', 'private', availability)
    : findingOf('availability-private', 'private', availability.slice(0, 100));
}

/** With a reward the pilot would pay the trader. */
export function checkReward({ contract, price, input }: MatchCase): Finding {
  const reward = contract.reward ?? 0n;
  if (reward === 0n) return findingOf('reward-none', '0.00', '0.00');

  const { quote, program } = input;
  const isSwapped =
    price === 0n &&
    (isWithinTolerance(reward, quote.total, program) || isAbove(reward, quote.total, program));
  return findingOf(
    isSwapped ? 'reward-instead-of-price' : 'reward-filled',
    '0.00',
    toIskText(reward),
  );
}

/** Only a courier takes a collateral. */
export function checkCollateral({ contract }: MatchCase): Finding {
  const collateral = contract.collateral ?? 0n;
  return collateral === 0n
    ? findingOf('collateral-none', '0.00', '0.00')
    : findingOf('collateral-filled', '0.00', toIskText(collateral));
}
