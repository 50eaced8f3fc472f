import { isFinished } from './checks/terms.ts';
import type { MatchCase } from './match-case.ts';
import type { MatchContract } from './match-input.ts';

/** Whether it was accepted on our word: what it was then counts, not what it would be now. */
export function isAcceptedAsRight({ isSettled, isPromised, contract }: MatchCase): boolean {
  return isSettled || (isPromised && isFinished(contract.status));
}

/** When a contract was accepted. EVE may leave the times out: then as soon as it was made. */
export function acceptedAt({ dateAccepted, dateCompleted, dateIssued }: MatchContract): Date {
  return dateAccepted ?? dateCompleted ?? dateIssued;
}
