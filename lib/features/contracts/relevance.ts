import { LIVING_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { findCodesInText } from '#lib/core/quote/code.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';

/** Who we are, as contracts see it. */
export type OurSide = {
  /** Characters and corporations that contracts for us are made to. */
  readonly assigneeIds: ReadonlySet<number>;
  /** Of quote codes: "AT". */
  readonly prefixes: readonly string[];
  /** Of those, who fills orders. */
  readonly sellerIds: ReadonlySet<number>;
};

export async function readOurSide(tx: Pick<SqlTx, '$queryRaw'>): Promise<OurSide> {
  const rows = await tx.$queryRaw<
    { assignee_id: bigint; prefix: string | null; is_seller: boolean }[]
  >`
    select owner_id as assignee_id, null as prefix, false as is_seller from contract_feed
    union select assignee_id, code_prefix, side = 'sells' from program`;
  const sellers = rows.filter(({ is_seller }) => is_seller);
  const prefixes = rows.flatMap(({ prefix }) => (prefix === null ? [] : [prefix]));
  return {
    assigneeIds: new Set(rows.map(({ assignee_id }) => Number(assignee_id))),
    prefixes: [...new Set(prefixes)],
    sellerIds: new Set(sellers.map(({ assignee_id }) => Number(assignee_id))),
  };
}

/**
 * Whether a contract can have anything to do with a quote: its title has a code, somebody offers us
 * something, or who fills orders offers something to a pilot. The rest of a trader's contracts (years of them, at the first walk) is kept, but
 * its items are never asked for and it is not matched.
 */
export function isRelevant(contract: MatchContract, ourSide: OurSide): boolean {
  const { assigneeIds, prefixes, sellerIds } = ourSide;
  if (findCodesInText(contract.title ?? '', { prefixes }).length > 0) return true;
  if (contract.type === 'courier' || !LIVING_STATUSES.includes(contract.status)) return false;
  return assigneeIds.has(contract.assigneeId) || sellerIds.has(makerOf(contract));
}

/** On whose behalf it was made. */
function makerOf(contract: MatchContract): number {
  return contract.forCorporation ? contract.issuerCorporationId : contract.issuerId;
}
