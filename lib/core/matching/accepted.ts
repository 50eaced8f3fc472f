import { isFinished } from './checks/terms.ts';
import type { MatchCase } from './match-case.ts';
import type { MatchContract } from './match-input.ts';

/** Whether it was accepted on our word: what it was then counts, not what it would be now. */
export function isAcceptedAsRight({ isSettled, isPromised, contract }: MatchCase): boolean {
  return isSettled || (isPromised && isFinished(contract.status));
}

/** EVE may leave the times out: then later than all of which it tells. */
const AT_LAST = new Date(8.64e15);

/** When a contract was accepted. */
export function acceptedAt({ dateAccepted, dateCompleted }: MatchContract): Date {
  return dateAccepted ?? dateCompleted ?? AT_LAST;
}
