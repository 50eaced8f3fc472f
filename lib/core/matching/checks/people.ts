/**
 * Who made the contract, and who gets it.
 *
 * @module
 */
import type { MatchProgram } from '../match-input.ts';
import type { Rule } from '../rule.ts';

/** EVE gives alliances that were founded since 2010 ids of their own; older ones cannot be told. */
const FIRST_ALLIANCE_ID = 99_000_000;
const LAST_ALLIANCE_ID = 99_999_999;

/** Whether the contract goes to the program's assignee, and to whom if not. */
export const assigneeRule: Rule = {
  judge({ prepared, contract: { assigneeId } }) {
    if (assigneeId === prepared.assigneeId) return 'assignee-right';
    const { program } = prepared;
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

/** Whether somebody may deliver a quote. A guest's may be delivered by anyone who has its code. */
export function mayDeliver(issuerId: number, { issuerIds }: Pick<MatchProgram, 'issuerIds'>) {
  return issuerIds.length === 0 || issuerIds.includes(issuerId);
}

/** Whether the contract comes from the quote's own pilot. */
export const issuerRule: Rule = {
  judge({ prepared: { program, makerId }, contract: { issuerId, forCorporation } }) {
    const isMaker = issuerId === makerId;
    if (!isMaker && !mayDeliver(issuerId, program)) return 'issuer-stranger';
    // The ISK goes to the corporation's wallet, not to the pilot: fine, if meant.
    if (forCorporation) return 'issuer-for-corporation';
    if (makerId === null) return 'issuer-guest';
    return isMaker ? 'issuer-known' : 'issuer-alt';
  },
  show: ({ prepared: { program }, contract }) => [program.issuerIds[0] ?? null, contract.issuerId],
};
