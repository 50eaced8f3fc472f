import type { Container } from '#lib/server/container.ts';
import { readDiskFull } from '#lib/server/disk-full.ts';
import { readHopeless } from '#lib/server/fleet/worker-deaths.ts';
import type { Workers } from './schema.ts';

/** Longer than a feed's longest period: then something is wrong. */
const LATE_AFTER_MS = 15 * 60_000;

type Row = {
  feeds: number;
  contracts_at: Date | null;
  hubs: number;
  market_at: Date | null;
  waiting: number;
};

/** How the workers are, from what they last wrote. */
export async function readWorkers({ pool, redis }: Container, now: Date): Promise<Workers> {
  // While Redis is away nobody knows, and no page waits for it.
  const known = readHopeless(redis).catch((): string[] => []);
  const full = readDiskFull(redis).catch(() => false);
  const { rows } = await pool.query<Row>({
    name: 'workers',
    text: `select
        (select count(*)::int from contract_feed where is_active) as feeds,
        (select min(last_complete_at) from contract_feed where is_active) as contracts_at,
        (select count(*)::int from hub) as hubs,
        (select min(last_run_at) from hub) as market_at,
        (select count(*)::int from contract
          where status in ('outstanding', 'in_progress') and gone_at is null
            and date_expired > $1 and quote_id is not null) as waiting`,
    values: [now],
  });
  const hopeless = await known;
  const [row] = rows;
  const line = (name: string, count: number, lastAt: Date | null) => ({
    name,
    lastAt,
    isFine:
      !hopeless.includes(name.toLowerCase()) &&
      count > 0 &&
      lastAt !== null &&
      now.getTime() - lastAt.getTime() < LATE_AFTER_MS,
  });
  return {
    lines: [
      line('Contracts', row?.feeds ?? 0, row?.contracts_at ?? null),
      line('Market', row?.hubs ?? 0, row?.market_at ?? null),
    ],
    waiting: row?.waiting ?? 0,
    isDiskFull: await full,
    now,
  };
}
