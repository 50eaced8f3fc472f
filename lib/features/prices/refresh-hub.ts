import { computeBookStatistics } from '#lib/core/pricing/book-statistics.ts';
import { toOrderBook } from '#lib/core/pricing/order-book.ts';
import {
  EsiError,
  EsiErrorLimitError,
  EsiRateLimitError,
  EsiThrottledError,
  regionOrders,
} from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';
import { RIGHT_CLOCKS_MS } from '#lib/server/schedule.ts';
import { toOrdersAtHub } from './orders-at-hub.ts';
import { listPricedTypeIds } from './priced-types.ts';
import { refreshHistories } from './refresh-histories.ts';
import { type ReadPrice, storePrices } from './store-prices.ts';

export type RefreshOutcome = {
  readonly asked: number;
  readonly stored: number;
  readonly failed: number;
  /** Of what was paid in the last days, where a price is an average of that. */
  readonly histories: number;
  /** ESI told us to stop before the end. */
  readonly isPaused: boolean;
  readonly nextAt: Date;
};

const PARALLEL = 8;
/** Prices reach the page in groups of so many, long before the last type is read. */
const STORE_AT_ONCE = 40;
/** So many books in a row that did not come mean that EVE is away, and the others would not come either. */
const AWAY_AFTER = 2 * PARALLEL;
/** When a type failed, or nothing at all is traded. */
const RETRY_MS = 60_000;
const JITTER_MS = 5_000;

/**
 * Read the order books of what is traded at a hub and of its materials, where ESI may have newer ones.
 *
 * A type that fails keeps its old price, which shows its age. When ESI says stop, the run stops and
 * comes back after the pause that ESI names; when EVE does not answer at all, a minute later.
 */
export async function refreshHub(
  container: Container,
  { hubId }: { readonly hubId: number },
  signal: AbortSignal,
): Promise<RefreshOutcome> {
  const { db, clock, log } = container;
  const hub = await db.hub.findUnique({ where: { locationId: BigInt(hubId) } });
  if (!hub) throw new RangeError(`Not a hub: ${hubId}`);

  const typeIds = await listPricedTypeIds(container, hubId);
  const due = await findDue(container, hubId, typeIds);
  const run = new AbortController();
  const runSignal = AbortSignal.any([signal, run.signal]);
  const tally = { stored: 0, failed: 0, resumeAt: null as Date | null };
  let waiting: ReadPrice[] = [];
  let missedInRow = 0;

  const flush = async () => {
    const prices = waiting;
    waiting = [];
    await storePrices(container, hubId, prices);
    tally.stored += prices.length;
  };
  const readNext = async () => {
    for (let typeId = due.pop(); typeId !== undefined; typeId = due.pop()) {
      if (runSignal.aborted) return;
      try {
        // Awaited apart: `waiting` may be another list by then.
        const price = await readPrice(container, hub, typeId, runSignal);
        missedInRow = 0;
        waiting.push(price);
        if (waiting.length >= STORE_AT_ONCE) await flush();
      } catch (error) {
        if (runSignal.aborted) return;
        missedInRow = error instanceof EsiError && error.isRetryable ? missedInRow + 1 : 0;
        const pauseMs = pauseOf(error) ?? (missedInRow >= AWAY_AFTER ? RETRY_MS : null);
        if (pauseMs !== null) {
          tally.resumeAt = new Date(clock().getTime() + pauseMs);
          run.abort(error);
        }
        tally.failed += 1;
        log.warn({ err: error, typeId, hubId }, 'an order book could not be read');
      }
    }
  };

  const asked = due.length;
  await Promise.all(Array.from({ length: PARALLEL }, readNext));
  await flush();

  const place = { hubId, regionId: hub.regionId };
  const histories = tally.resumeAt ? 0 : await refreshHistories(container, place, signal);
  const nextAt = tally.resumeAt ?? (await findNextPoll(container, hubId, typeIds));
  const outcome = tally.resumeAt ? 'paused' : tally.failed > 0 ? 'partial' : 'complete';
  await db.hub.update({
    where: { locationId: BigInt(hubId) },
    data: { nextPollAt: nextAt, lastRunAt: clock(), lastOutcome: outcome },
  });
  return { asked, histories, ...tally, isPaused: tally.resumeAt !== null, nextAt };
}

async function readPrice(
  { esi, clock }: Container,
  hub: { locationId: bigint; systemId: number; regionId: number },
  typeId: number,
  signal: AbortSignal,
): Promise<ReadPrice> {
  const operation = regionOrders({ regionId: hub.regionId, typeId });
  const { data, lastModified, expiresAt } = await esi.requestAllPages(operation, { signal });
  const fetchedAt = clock();
  const place = { locationId: toId(hub.locationId), systemId: hub.systemId };
  const orders = toOrdersAtHub(data, place);
  return {
    typeId,
    statistics: computeBookStatistics(orders),
    book: toOrderBook(orders),
    bookAt: lastModified ?? fetchedAt,
    fetchedAt,
    expiresAt,
  };
}

/** Also what was read by a clock ahead of ours. Types without a price come first off the end: a new hub fills before old prices are renewed. */
async function findDue(
  { pool, clock }: Container,
  hubId: number,
  typeIds: readonly number[],
): Promise<number[]> {
  const now = clock();
  const { rows } = await pool.query<{ type_id: number }>({
    name: 'due-prices',
    text: `select wanted.type_id
      from unnest($2::int[]) as wanted(type_id)
      left join price on price.hub_id = $1 and price.type_id = wanted.type_id
      where price.expires_at is null or price.expires_at <= $3 or price.fetched_at > $4
      order by price.fetched_at desc nulls last`,
    values: [hubId, typeIds, now, new Date(now.getTime() + RIGHT_CLOCKS_MS)],
  });
  return rows.map(({ type_id }) => type_id);
}

async function findNextPoll(
  { pool, clock }: Container,
  hubId: number,
  typeIds: readonly number[],
): Promise<Date> {
  const { rows } = await pool.query<{ earliest: Date | null }>({
    name: 'next-price',
    text: `select min(expires_at) as earliest from price
      where hub_id = $1 and type_id = any($2::int[]) and expires_at > $3`,
    values: [hubId, typeIds, clock()],
  });
  const soonestMs = clock().getTime() + 1_000;
  const dueMs = rows[0]?.earliest?.getTime() ?? clock().getTime() + RETRY_MS;
  return new Date(Math.max(dueMs, soonestMs) + Math.random() * JITTER_MS);
}

/** How long ESI wants to be left alone, or null when only this one type failed. */
function pauseOf(error: unknown): number | null {
  const isStop =
    error instanceof EsiErrorLimitError ||
    error instanceof EsiRateLimitError ||
    error instanceof EsiThrottledError;
  return isStop ? error.retryAfterMs : null;
}
