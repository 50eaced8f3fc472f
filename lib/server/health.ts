import type { Redis } from 'ioredis';
import type { Container } from './container.ts';
import { readDiskFull } from './disk-full.ts';
import { readHopeless } from './fleet/worker-deaths.ts';
import { isHubNamed } from './named-hubs.ts';
import { isAhead } from './schedule.ts';

/**
 * - `database-away`, `redis-away`: pages do not work.
 * - `redis-unwritable`: Redis answers and takes no write: nobody signs in or makes a quote.
 * - `disk-full`: PostgreSQL had no room for something within the last minutes.
 * - `worker-failing`: one of `failingWorkers`.
 * - `no-contract-list`: quotes can be made, and nobody's contracts are read.
 * - `contracts-refused`: EVE lets us read a list no longer; only a person can allow it again.
 * - `contracts-unread`, `prices-unread`: looked for, and never yet read.
 * - `contracts-old`, `prices-old`: last read half an hour ago.
 * - `contracts-late`, `prices-late`: nobody has looked for minutes, though it is due.
 * - `clocks-differ`: a worker's clock is ahead of this process's by more than half a minute.
 */
export type Trouble =
  | 'database-away'
  | 'redis-away'
  | 'redis-unwritable'
  | 'clocks-differ'
  | 'disk-full'
  | 'worker-failing'
  | 'no-contract-list'
  | 'contracts-refused'
  | `${'contracts' | 'prices'}-${'unread' | 'old' | 'late'}`;

export type Health = {
  /** 'degraded': pages work, but something is behind. 'down': they do not. */
  readonly status: 'ok' | 'degraded' | 'down';
  /** Why, in the order of the alphabet; empty when all is well. */
  readonly troubles: readonly Trouble[];
  readonly database: boolean;
  /** Whether Redis answers and takes writes. */
  readonly redis: boolean;
  /** Workers that died ten times in a row: they cannot start. */
  readonly failingWorkers: readonly string[];
  /** The oldest hub's latest book; null while a hub has none. */
  readonly pricesAsOf: string | null;
  /** The oldest active feed's last complete walk; null while one has never had any. */
  readonly contractsAsOf: string | null;
};

const OLD_MS = 30 * 60_000;
/** What is due is looked at within seconds, after a start within a minute. */
const LATE_MS = 5 * 60_000;
const CHECK_TIMEOUT_MS = 3_000;
/** One key for all processes: it is written over, not added to. */
const WRITTEN_KEY = 'ageira:health-written';
const WRITTEN_S = 60;

/** How this site stands. Nothing in it is secret. */
export async function readHealth(container: Container): Promise<Health> {
  const [sources, memory] = await Promise.all([
    within(readSources(container)),
    within(readMemory(container.redis)),
  ]);
  const isDown = !sources || !memory?.isWritable;
  const troubles = new Set<Trouble>([
    ...(sources ? sources.troubles : ['database-away' as const]),
    ...(memory ? [] : ['redis-away' as const]),
    ...(memory && !memory.isWritable ? ['redis-unwritable' as const] : []),
    ...(memory?.failing.length ? ['worker-failing' as const] : []),
    ...(memory?.isFull ? ['disk-full' as const] : []),
  ]);

  return {
    status: isDown ? 'down' : troubles.size > 0 ? 'degraded' : 'ok',
    troubles: [...troubles].toSorted(),
    database: sources !== null,
    redis: memory?.isWritable ?? false,
    failingWorkers: memory?.failing ?? [],
    pricesAsOf: sources?.pricesAsOf?.toISOString() ?? null,
    contractsAsOf: sources?.contractsAsOf?.toISOString() ?? null,
  };
}

/** What Redis knows, and whether it takes anything new: full, or a copy of another, it only answers. */
async function readMemory(redis: Redis) {
  const [failing, isFull] = await Promise.all([readHopeless(redis), readDiskFull(redis)]);
  return { failing, isFull, isWritable: await takesWrites(redis) };
}

async function takesWrites(redis: Redis): Promise<boolean> {
  try {
    await redis.set(WRITTEN_KEY, '1', 'EX', WRITTEN_S);
    return true;
  } catch (error) {
    // Anything else than a refusal is no answer.
    if (error instanceof Error && error.name === 'ReplyError') return false;
    throw error;
  }
}

type Sources = {
  readonly pricesAsOf: Date | null;
  readonly contractsAsOf: Date | null;
  readonly troubles: readonly Trouble[];
};

type Source = {
  readonly kind: 'prices' | 'contracts';
  readonly last_run_at: Date | null;
  readonly next_poll_at: Date;
  readonly last_outcome: string | null;
  readonly as_of: Date | null;
};

async function readSources({ pool, clock }: Container): Promise<Sources> {
  const now = clock();
  const [sources, programs] = await Promise.all([
    pool.query<Source>({ name: 'health-sources', text: SOURCES, values: [now] }),
    pool.query({ name: 'health-programs', text: 'select from program where is_open limit 1' }),
  ]);
  const of = (kind: Source['kind']) => sources.rows.filter((source) => source.kind === kind);
  const isUnheard = of('contracts').length === 0 && programs.rows.length > 0;
  return {
    pricesAsOf: oldestOf(of('prices')),
    contractsAsOf: oldestOf(of('contracts')),
    troubles: [
      ...(isUnheard ? ['no-contract-list' as const] : []),
      ...sources.rows.flatMap((source) => findTroubles(source, now)),
    ],
  };
}

const SOURCES = `
  select 'prices' as kind, last_run_at, next_poll_at, last_outcome,
    (select max(book_at) from price where price.hub_id = hub.location_id) as as_of
  from hub where ${isHubNamed('$1::timestamptz')}
  union all
  select 'contracts', last_run_at, next_poll_at, last_outcome, last_complete_at
  from contract_feed where is_active`;

/** Null where there is none, or one without any reading. */
function oldestOf(sources: readonly Source[]): Date | null {
  const times = sources.map(({ as_of: asOf }) => asOf);
  return times.reduce(
    (oldest, at) => (!oldest || !at || at < oldest ? at : oldest),
    times[0] ?? null,
  );
}

function findTroubles(
  { kind, as_of: asOf, last_outcome: outcome, last_run_at: lastRun, next_poll_at: next }: Source,
  now: Date,
): Trouble[] {
  const isPast = (at: Date, ms: number) => now.getTime() - at.getTime() > ms;
  const isRefused = outcome === 'dead-token' || outcome === 'forbidden';
  // A hub may be without prices and well: where no program trades anything.
  const isUnread =
    asOf === null &&
    ((outcome !== null && outcome !== 'complete') || (lastRun !== null && isPast(lastRun, OLD_MS)));
  return [
    ...(kind === 'contracts' && isRefused ? ['contracts-refused' as const] : []),
    ...(isUnread ? [`${kind}-unread` as const] : []),
    ...(asOf && isPast(asOf, OLD_MS) ? [`${kind}-old` as const] : []),
    ...(isPast(next, LATE_MS) ? [`${kind}-late` as const] : []),
    ...(lastRun && isAhead(lastRun, now) ? ['clocks-differ' as const] : []),
  ];
}

/** The answer, or null when it failed or did not come in time. */
async function within<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), CHECK_TIMEOUT_MS).unref();
  });
  return Promise.race([work.catch(() => null), late]);
}
