import type { Container } from './container.ts';

export type Health = {
  /** 'degraded': pages work, but something is behind. 'down': they do not. */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly database: boolean;
  readonly redis: boolean;
  /** The oldest hub's latest book; null without any price. */
  readonly pricesAsOf: string | null;
  /** The oldest active feed's last complete walk; null when one has never had any. */
  readonly contractsAsOf: string | null;
};

const STALE_MS = 30 * 60_000;
const CHECK_TIMEOUT_MS = 3_000;

/** How this site stands. Nothing in it is secret. */
export async function readHealth(container: Container): Promise<Health> {
  const [ages, redis] = await Promise.all([
    within(readAges(container)),
    within(container.redis.ping().then(() => true)),
  ]);
  const now = container.clock().getTime();
  const isBehind = (asOf: Date | null) => asOf !== null && now - asOf.getTime() > STALE_MS;
  const isDegraded = !!ages && (isBehind(ages.pricesAsOf) || isBehind(ages.contractsAsOf));

  return {
    status: !ages || !redis ? 'down' : isDegraded ? 'degraded' : 'ok',
    database: ages !== null,
    redis: redis === true,
    pricesAsOf: ages?.pricesAsOf?.toISOString() ?? null,
    contractsAsOf: ages?.contractsAsOf?.toISOString() ?? null,
  };
}

type Ages = { readonly pricesAsOf: Date | null; readonly contractsAsOf: Date | null };

async function readAges({ pool }: Container): Promise<Ages> {
  const { rows } = await pool.query<{ prices_as_of: Date | null; contracts_as_of: Date | null }>({
    name: 'health',
    text: `select
      (select min(latest) from (select max(book_at) as latest from price group by hub_id) hubs)
        as prices_as_of,
      (select min(last_complete_at) from contract_feed where is_active) as contracts_as_of`,
  });
  return {
    pricesAsOf: rows[0]?.prices_as_of ?? null,
    contractsAsOf: rows[0]?.contracts_as_of ?? null,
  };
}

/** The answer, or null when it failed or did not come in time. */
async function within<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), CHECK_TIMEOUT_MS).unref();
  });
  return Promise.race([work.catch(() => null), late]);
}
