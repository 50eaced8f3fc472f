import { mayDeliver } from '#lib/core/matching/checks/people.ts';
import { DECIDED_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { MatchContract, OtherContract } from '#lib/core/matching/match-input.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { CLOCK_SKEW_MS, toldOf } from './build-match-input.ts';
import type { QuoteSide } from './quote-sides.ts';
import { readSubjects } from './read-subjects.ts';

/** A contract beside a quote. */
export type Pair = {
  readonly side: QuoteSide;
  readonly contract: MatchContract;
  readonly promisedFor?: string | null;
};

/**
 * All other contracts for each pair's quote that count beside its contract: see `countsBesideOthers`. And
 * those that did, and may have been accepted before we told that they are wrong.
 * What is settled counts for ever, whatever EVE says of it since.
 *
 * @returns Of each pair, in the order of their ids; a pair of which there are none is missing.
 */
export async function readOthers(
  tx: SqlTx,
  pairs: readonly Pair[],
  now: Date,
): Promise<Map<Pair, OtherContract[]>> {
  // How a stranger's stands among the others nobody needs to know, least of all the stranger.
  const known = pairs.filter(
    ({ side, contract, promisedFor }) =>
      promisedFor === side.row.id || mayDeliver(contract, side.program, CLOCK_SKEW_MS),
  );
  if (known.length === 0) return new Map();
  const quoteIds = new Set(known.map(({ side }) => side.row.id));
  const rows = await tx.$queryRaw<{ id: bigint; quote_id: string }[]>`
    select id, quote_id::text from contract
    where quote_id = any(${toSqlArray(quoteIds)}::uuid[]) and relation = 'named'
      and (gone_at is null and offer_hash is not null
        or gone_at is null and status <> all(${toSqlArray(DECIDED_STATUSES)}::text[]) and exists (
          select from verdict where contract_id = contract.id and verdict = 'valid')
        or exists (select from settlement where contract_id = contract.id))`;
  const quoteOf = new Map(rows.map(({ id, quote_id }) => [toId(id), quote_id]));
  const sideOf = new Map(known.map(({ side }) => [side.row.id, side]));
  const offersOf = new Map<string, OtherContract[]>();
  for (const subject of await readSubjects(tx, [...quoteOf.keys()], now)) {
    const { contract, items, isSettled } = subject;
    const quoteId = quoteOf.get(subject.contractId) ?? '';
    const side = sideOf.get(quoteId);
    if (!side) continue;
    const offers = offersOf.get(quoteId) ?? [];
    offers.push({
      contract,
      items,
      ...(isSettled && { isSettled }),
      ...toldOf(subject, side, now),
    });
    offersOf.set(quoteId, offers);
  }
  return new Map(
    known.flatMap((pair) => {
      const others = (offersOf.get(pair.side.row.id) ?? []).filter(
        ({ contract }) => contract.contractId !== pair.contract.contractId,
      );
      return others.length > 0 ? [[pair, others] as const] : [];
    }),
  );
}
