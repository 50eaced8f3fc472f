import pg from 'pg';
import type { Container } from '#lib/server/container.ts';
import { OUTBOX_CHANNEL } from '#lib/server/outbox.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Be told by PostgreSQL as soon as events are committed, on a connection of its own: a pool would lend it to
 * others. It comes back by itself when it is lost; whoever relies on it looks now and then all the same.
 *
 * @param onEvents Called for what was committed, and once after each new connection: something may have been missed.
 */
export function listenForEvents(
  { env, log }: Pick<Container, 'env' | 'log'>,
  onEvents: () => void,
): AsyncDisposable {
  let isStopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let client: pg.Client | null = null;
  let again: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const own = new pg.Client({
      connectionString: env.DATABASE_URL,
      application_name: 'ageira-relay-listen',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    client = own;
    let isLost = false;
    const lose = (error?: Error) => {
      if (isLost || isStopping) return;
      isLost = true;
      log.warn({ err: error }, 'PostgreSQL tells of no events for now, they are looked for');
      own.end().catch(() => {});
      again = setTimeout(() => void connect(), pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    };
    own.on('error', lose);
    own.on('end', () => lose());
    own.on('notification', onEvents);
    try {
      await own.connect();
      await own.query(`listen ${OUTBOX_CHANNEL}`);
      pauseMs = FIRST_PAUSE_MS;
      onEvents();
    } catch (error) {
      lose(error instanceof Error ? error : undefined);
    }
  }

  void connect();
  return {
    async [Symbol.asyncDispose]() {
      isStopping = true;
      clearTimeout(again);
      await client?.end().catch(() => {});
    },
  };
}
