import { iskFromNumber } from '#lib/core/isk.ts';
import { type PaidDay, paidDaysSchema } from '#lib/core/pricing/price-history.ts';
import {
  EsiError,
  type EsiMarketDay,
  EsiNotFoundError,
  regionHistory,
} from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { listAveragedTypeIds } from './priced-types.ts';

type HubPlace = { readonly hubId: number; readonly regionId: number };

/** The longest average that a price may be, and some days that EVE has not told of yet. */
const MOST_DAYS = 95;
/** EVE lets one address read five a second: so many a run keep nobody's books waiting for long. */
const MOST_A_RUN = 60;
/** What EVE does not know of is asked for again a day later. */
const UNKNOWN_MS = 86_400_000;

/**
 * Read what was paid in the last days for the types whose price at this hub is an average of that, where
 * EVE may have newer. Whatever fails keeps its old days, which show their age, and ends the run: the next
 * one goes on.
 *
 * @returns How many were read.
 */
export async function refreshHistories(
  container: Container,
  { hubId, regionId }: HubPlace,
  signal: AbortSignal,
): Promise<number> {
  const { esi, clock, log } = container;
  const wanted = await listAveragedTypeIds(container, hubId);
  const due = await findDue(container, regionId, wanted);
  let read = 0;
  for (const typeId of due) {
    if (signal.aborted) return read;
    try {
      const { data, expiresAt } = await esi.request(regionHistory({ regionId, typeId }), {
        signal,
      });
      await store(container, { regionId, typeId, days: toDays(data), expiresAt });
    } catch (error) {
      if (signal.aborted) return read;
      if (!(error instanceof EsiNotFoundError)) {
        log.warn({ err: error, typeId, regionId }, 'a price history could not be read');
        if (error instanceof EsiError) return read;
        throw error;
      }
      const expiresAt = new Date(clock().getTime() + UNKNOWN_MS);
      await store(container, { regionId, typeId, days: [], expiresAt });
    }
    read += 1;
  }
  return read;
}

async function findDue(
  { pool, clock }: Container,
  regionId: number,
  typeIds: readonly number[],
): Promise<number[]> {
  if (typeIds.length === 0) return [];
  const { rows } = await pool.query<{ type_id: number }>({
    name: 'due-histories',
    text: `select wanted.type_id
      from unnest($2::int[]) as wanted(type_id)
      left join price_history on region_id = $1 and price_history.type_id = wanted.type_id
      where expires_at is null or expires_at <= $3
      order by fetched_at nulls first, wanted.type_id limit $4`,
    values: [regionId, typeIds, clock(), MOST_A_RUN],
  });
  return rows.map(({ type_id }) => type_id);
}

type ReadHistory = {
  readonly regionId: number;
  readonly typeId: number;
  readonly days: readonly PaidDay[];
  readonly expiresAt: Date;
};

async function store(
  { pool, clock }: Container,
  { regionId, typeId, days, expiresAt }: ReadHistory,
): Promise<void> {
  await pool.query({
    name: 'store-history',
    text: `insert into price_history (region_id, type_id, days, fetched_at, expires_at)
      values ($1, $2, $3::jsonb, $4, $5)
      on conflict (region_id, type_id) do update set
        days = excluded.days, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at
      where price_history.fetched_at <= excluded.fetched_at`,
    values: [regionId, typeId, JSON.stringify(paidDaysSchema.encode(days)), clock(), expiresAt],
  });
}

/** The newest days on which somebody traded, oldest first, each once. */
function toDays(rows: readonly EsiMarketDay[]): PaidDay[] {
  const byDate = new Map<string, PaidDay>();
  for (const { date, average, volume } of rows) {
    const amount = iskFromNumber(average);
    if (volume > 0 && amount > 0n) byDate.set(date, { date, average: amount, volume });
  }
  return [...byDate.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1)).slice(-MOST_DAYS);
}
