import type { Container } from './container.ts';
import { readHopeless } from './worker-deaths.ts';

export type Health = {
  /** 'degraded': pages work, but something is behind. 'down': they do not. */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly database: boolean;
  readonly redis: boolean;
  /** Workers that died ten times in a row: they cannot start. */
  readonly failingWorkers: readonly string[];
  /** The oldest hub's latest book; null while a hub has none. */
  readonly pricesAsOf: string | null;
  /** The oldest active feed's last complete walk; null while one has never had any. */
  readonly contractsAsOf: string | null;
};

const STALE_MS = 30 * 60_000;
const CHECK_TIMEOUT_MS = 3_000;

/** How this site stands. Nothing in it is secret. */
export async function readHealth(container: Container): Promise<Health> {
  const [ages, failing] = await Promise.all([
    within(readAges(container)),
    within(readHopeless(container.redis)),
  ]);
  const isBehind = ages?.isBehind || (failing ?? []).length > 0;

  return {
    status: !ages || !failing ? 'down' : isBehind ? 'degraded' : 'ok',
    database: ages !== null,
    redis: failing !== null,
    failingWorkers: failing ?? [],
    pricesAsOf: ages?.pricesAsOf?.toISOString() ?? null,
    contractsAsOf: ages?.contractsAsOf?.toISOString() ?? null,
  };
}

type Ages = {
  readonly pricesAsOf: Date | null;
  readonly contractsAsOf: Date | null;
  readonly isBehind: boolean;
};

async function readAges({ pool, clock }: Container): Promise<Ages> {
  const { rows } = await pool.query<{
    prices_as_of: Date | null;
    contracts_as_of: Date | null;
    is_behind: boolean;
  }>({
    name: 'health',
    text: AGES,
    values: [new Date(clock().getTime() - STALE_MS)],
  });
  return {
    pricesAsOf: rows[0]?.prices_as_of ?? null,
    contractsAsOf: rows[0]?.contracts_as_of ?? null,
    isBehind: rows[0]?.is_behind ?? false,
  };
}

// A source without any reading is behind when its last run failed, or when none came for as long as
// makes a reading old. A hub may be without prices and well: where no program trades anything.
const AGES = `
  with source as (
    select 'prices' as kind, last_run_at, next_poll_at, last_outcome,
      (select max(book_at) from price where price.hub_id = hub.location_id) as as_of
    from hub
    union all
    select 'contracts', last_run_at, next_poll_at, last_outcome, last_complete_at
    from contract_feed where is_active
  )
  select
    case when bool_or(kind = 'prices' and as_of is null) then null
      else min(as_of) filter (where kind = 'prices') end as prices_as_of,
    case when bool_or(kind = 'contracts' and as_of is null) then null
      else min(as_of) filter (where kind = 'contracts') end as contracts_as_of,
    coalesce(bool_or(case
      when as_of is not null then as_of < $1
      when last_outcome <> 'complete' then true
      else coalesce(last_run_at, next_poll_at) < $1 end), false) as is_behind
  from source`;

/** The answer, or null when it failed or did not come in time. */
async function within<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), CHECK_TIMEOUT_MS).unref();
  });
  return Promise.race([work.catch(() => null), late]);
}
