import { isFinished } from './checks/terms.ts';
import type { MatchCase } from './match-case.ts';

/** Whether it was accepted on our word: what it was then counts, not what it would be now. */
export function isAcceptedAsRight({ isSettled, isPromised, contract }: MatchCase): boolean {
  return isSettled || (isPromised && isFinished(contract.status));
}
