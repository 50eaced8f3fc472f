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
};

export async function readOurSide(tx: Pick<SqlTx, '$queryRaw'>): Promise<OurSide> {
  const rows = await tx.$queryRaw<{ assignee_id: bigint; prefix: string | null }[]>`
    select owner_id as assignee_id, null as prefix from contract_feed
    union select assignee_id, code_prefix from program`;
  const prefixes = rows.flatMap(({ prefix }) => (prefix === null ? [] : [prefix]));
  return {
    assigneeIds: new Set(rows.map(({ assignee_id }) => Number(assignee_id))),
    prefixes: [...new Set(prefixes)],
  };
}

/**
 * Whether a contract can have anything to do with a quote: its title has a code, or somebody offers
 * us something. The rest of a trader's contracts (years of them, at the first walk) is kept, but
 * its items are never asked for and it is not matched.
 */
export function isRelevant(contract: MatchContract, { assigneeIds, prefixes }: OurSide): boolean {
  if (findCodesInText(contract.title ?? '', { prefixes }).length > 0) return true;
  return (
    contract.type !== 'courier' &&
    LIVING_STATUSES.includes(contract.status) &&
    assigneeIds.has(contract.assigneeId)
  );
}
