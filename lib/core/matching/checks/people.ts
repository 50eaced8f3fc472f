/**
 * Who made the contract, and who gets it.
 *
 * @module
 */
import { isAcceptedAsRight } from '../accepted.ts';
import type { MatchContract, MatchProgram } from '../match-input.ts';
import type { Rule } from '../rule.ts';
import { isFinished } from './terms.ts';

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

type Issuers = Pick<
  MatchProgram,
  'issuerIds' | 'issuerCorporationId' | 'paidIssuerIds' | 'formerIssuers' | 'issuersSince'
>;

/** Whether the contract was made by one of those who may, as things are. */
export function isOwnIssuer(contract: MatchContract, issuers: Issuers): boolean {
  const { issuerIds, issuerCorporationId } = issuers;
  if (issuerCorporationId === undefined) return issuerIds.includes(contract.issuerId);
  return contract.forCorporation && contract.issuerCorporationId === issuerCorporationId;
}

/**
 * Whether a contract may deliver a quote, as far as its issuer goes. A guest's may be delivered by anyone
 * who has its code, and whoever was paid for a part delivers the rest. What was accepted while it was a
 * guest's, or while the issuer was of the account, was paid for. EVE may leave the time of that out: then it
 * is taken for one.
 *
 * @param clockSkewMs How far EVE's clock, which tells when it was accepted, may be from ours.
 */
export function mayDeliver(contract: MatchContract, issuers: Issuers, clockSkewMs = 0): boolean {
  const { issuerIds, paidIssuerIds = [], issuersSince } = issuers;
  if (issuerIds.length === 0) return true;
  if (isOwnIssuer(contract, issuers) || paidIssuerIds.includes(contract.issuerId)) return true;
  if (!isFinished(contract.status)) return false;
  const acceptedAt = contract.dateAccepted ?? contract.dateCompleted;
  return [formerOf(contract, issuers)?.until, issuersSince].some(
    (until) => until && (!acceptedAt || acceptedAt.getTime() < until.getTime() + clockSkewMs),
  );
}

function formerOf({ issuerId }: MatchContract, { formerIssuers }: Issuers) {
  return formerIssuers?.find(({ id }) => id === issuerId);
}

/** Whether the contract comes from the quote's own pilot. */
export const issuerRule: Rule = {
  judge(matchCase) {
    const {
      prepared: { program, makerId },
      contract,
      side,
    } = matchCase;
    const isMaker = contract.issuerId === makerId;
    const isRight =
      isMaker ||
      matchCase.isLeaveUnseen ||
      mayDeliver(contract, program, side.clockSkewMs) ||
      isAcceptedAsRight(matchCase);
    if (!isRight) return 'issuer-stranger';
    if (program.issuerCorporationId !== undefined) return 'issuer-known';
    // The ISK goes to the corporation's wallet, not to the pilot: fine, if meant.
    if (contract.forCorporation) return 'issuer-for-corporation';
    if (isMaker) return 'issuer-known';
    const isAlt =
      makerId !== null &&
      (program.issuerIds.includes(contract.issuerId) || formerOf(contract, program));
    return isAlt ? 'issuer-alt' : 'issuer-guest';
  },
  show: ({ prepared: { program }, contract }) => [program.issuerIds[0] ?? null, contract.issuerId],
};
