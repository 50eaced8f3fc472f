/**
 * Who made the contract, and who gets it.
 *
 * @module
 */
import { type Finding, findingOf } from '../finding.ts';
import type { MatchCase } from '../match-case.ts';

/** EVE gives alliances that were founded since 2010 ids of their own; older ones cannot be told. */
const FIRST_ALLIANCE_ID = 99_000_000;
const LAST_ALLIANCE_ID = 99_999_999;

/** Whether the contract goes to the program's assignee, and to whom if not. */
export function checkAssignee({ input: { program }, contract }: MatchCase): Finding {
  const expected = program.assigneeId;
  const actual = contract.assigneeId;
  if (actual === expected) return findingOf('assignee-right', expected, actual);
  if (actual === 0) return findingOf('assignee-nobody', expected, actual);
  if (program.traderIds?.includes(actual)) {
    return findingOf(
      program.assigneeKind === 'character'
        ? 'assignee-trader-corporation'
        : 'assignee-trader-character',
      expected,
      actual,
    );
  }
  if (actual >= FIRST_ALLIANCE_ID && actual <= LAST_ALLIANCE_ID) {
    return findingOf('assignee-alliance', expected, actual);
  }
  return findingOf('assignee-other', expected, actual);
}

/** A guest's quote may be delivered by anyone who has its code. */
export function checkIssuer({ input: { program }, contract }: MatchCase): Finding {
  const { issuerIds } = program;
  const { issuerId } = contract;
  const [maker] = issuerIds;
  const expected = maker ?? null;

  if (maker !== undefined && !issuerIds.includes(issuerId)) {
    return findingOf('issuer-stranger', expected, issuerId);
  }
  // The ISK goes to the corporation's wallet, not to the pilot: fine, if meant.
  if (contract.forCorporation) return findingOf('issuer-for-corporation', expected, issuerId);
  if (maker === undefined) return findingOf('issuer-guest', expected, issuerId);
  return findingOf(issuerId === maker ? 'issuer-known' : 'issuer-alt', expected, issuerId);
}
