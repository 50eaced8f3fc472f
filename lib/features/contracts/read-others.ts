import { mayDeliver } from '#lib/core/matching/checks/people.ts';
import type { MatchContract, OtherContract } from '#lib/core/matching/match-input.ts';
import { MOST_OTHERS } from '#lib/core/matching/most-others.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { FINISHED_STATUSES } from './contract-row.ts';
import type { QuoteSide } from './quote-facts.ts';
import { readSubjects } from './read-subjects.ts';

/** Whoever has a guest's code may make any number of contracts for it: one more than count are told. */
const MAXIMUM_OTHERS = MOST_OTHERS + 1;

/** A contract beside a quote. */
export type Pair = { readonly side: QuoteSide; readonly contract: MatchContract };

/**
 * Other contracts for each pair's quote that count beside its contract: see `countsBesideOthers`. Those
 * that were accepted and those of the same character first.
 *
 * @returns Of each pair, in the order of their ids; a pair of which there are none is missing.
 */
export async function readOthers(
  tx: SqlTx,
  pairs: readonly Pair[],
): Promise<Map<Pair, OtherContract[]>> {
  // How a stranger's stands among the others nobody needs to know, least of all the stranger.
  const known = pairs.filter(({ side, contract }) => mayDeliver(contract.issuerId, side.program));
  if (known.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ place: number; id: bigint }[]>`
    select pair.place::int, other.id
    from unnest(
      ${toSqlArray(known.map(({ side }) => side.row.id))}::uuid[],
      ${toSqlArray(known.map(({ contract }) => contract.contractId))}::bigint[],
      ${toSqlArray(known.map(({ contract }) => contract.issuerId))}::bigint[]
    ) with ordinality as pair(quote_id, id, issuer_id, place)
    cross join lateral (
      select contract.id from contract
      where contract.quote_id = pair.quote_id and contract.relation = 'named'
        and contract.gone_at is null and contract.offer_hash is not null
        and contract.id <> pair.id
      order by contract.status = any(${toSqlArray(FINISHED_STATUSES)}::text[]) desc,
        contract.issuer_id = pair.issuer_id desc, contract.verdict = 'valid' desc nulls last,
        contract.date_issued, contract.id
      limit ${MAXIMUM_OTHERS}::int) other
    order by pair.place, other.id`;
  const subjects = await readSubjects(tx, [...new Set(rows.map(({ id }) => toId(id)))]);
  const byId = new Map(subjects.map((subject) => [subject.contractId, subject]));

  const othersOf = new Map<Pair, OtherContract[]>();
  for (const { place, id } of rows) {
    const pair = known[place - 1];
    const other = byId.get(toId(id));
    if (!pair || !other) continue;
    const others = othersOf.get(pair) ?? [];
    others.push({ contract: other.contract, items: other.items });
    othersOf.set(pair, others);
  }
  return othersOf;
}
