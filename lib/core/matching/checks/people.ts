/**
 * Who made the contract, and who gets it.
 *
 * @module
 */
import type { Rule } from '../rule.ts';

/** EVE gives alliances that were founded since 2010 ids of their own; older ones cannot be told. */
const FIRST_ALLIANCE_ID = 99_000_000;
const LAST_ALLIANCE_ID = 99_999_999;

/** Whether the contract goes to the program's assignee, and to whom if not. */
export const assigneeRule: Rule = {
  judge({ prepared: { program }, contract: { assigneeId } }) {
    if (assigneeId === program.assigneeId) return 'assignee-right';
    if (assigneeId === 0) return 'assignee-nobody';
    if (program.traderIds?.includes(assigneeId)) {
      return program.assigneeKind === 'character'
        ? 'assignee-trader-corporation'
        : 'assignee-trader-character';
    }
    return assigneeId >= FIRST_ALLIANCE_ID && assigneeId <= LAST_ALLIANCE_ID
      ? 'assignee-alliance'
      : 'assignee-other';
  },
  show: ({ prepared: { program }, contract }) => [program.assigneeId, contract.assigneeId],
};

/** A guest's quote may be delivered by anyone who has its code. */
export const issuerRule: Rule = {
  judge({ prepared: { program }, contract: { issuerId, forCorporation } }) {
    const { issuerIds } = program;
    const maker = issuerIds[0];
    if (maker !== undefined && !issuerIds.includes(issuerId)) return 'issuer-stranger';
    // The ISK goes to the corporation's wallet, not to the pilot: fine, if meant.
    if (forCorporation) return 'issuer-for-corporation';
    if (maker === undefined) return 'issuer-guest';
    return issuerId === maker ? 'issuer-known' : 'issuer-alt';
  },
  show: ({ prepared: { program }, contract }) => [program.issuerIds[0] ?? null, contract.issuerId],
};
