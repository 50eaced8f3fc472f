import type { Container } from '#lib/server/container.ts';
import { readDiskFull } from '#lib/server/disk-full.ts';
import { readHopeless } from '#lib/server/fleet/worker-deaths.ts';
import { isHubNamed } from '#lib/server/named-hubs.ts';
import type { Workers } from './schema.ts';

/** Longer than a feed's longest period: then something is wrong. */
const LATE_AFTER_MS = 15 * 60_000;

const NAMED = isHubNamed('$1::timestamptz');

type Row = {
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
        (select min(last_complete_at) from contract_feed where is_active) as contracts_at,
        (select count(*)::int from hub where ${NAMED}) as hubs,
        (select min(last_run_at) from hub where ${NAMED}) as market_at,
        (select count(*)::int from contract
          where status in ('outstanding', 'in_progress') and gone_at is null
            and date_expired > $1 and exists (
              -- An order's waits for its pilot.
              select from quote where quote.id = contract.quote_id and side = 'buys')) as waiting`,
    values: [now],
  });
  const hopeless = await known;
  const [row] = rows;
  const isRecent = (at: Date | null) => at !== null && now.getTime() - at.getTime() < LATE_AFTER_MS;
  const line = (name: string, lastAt: Date | null, hasRun: boolean) => ({
    name,
    lastAt,
    isFine: !hopeless.includes(name.toLowerCase()) && hasRun,
  });
  const contractsAt = row?.contracts_at ?? null;
  const marketAt = row?.market_at ?? null;
  return {
    lines: [
      line('Contracts', contractsAt, isRecent(contractsAt)),
      // With nothing to price there is nothing to read.
      line('Market', marketAt, row?.hubs === 0 || isRecent(marketAt)),
    ],
    waiting: row?.waiting ?? 0,
    isDiskFull: await full,
    now,
  };
}
