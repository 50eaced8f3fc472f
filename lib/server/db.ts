/**
 * PostgreSQL: one pool a process, under Prisma and under prepared statements alike.
 *
 * @module
 */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/prisma/client.ts';
import { limitWaits } from './limit-waits.ts';
import type { Logger } from './log.ts';

export type Database = { readonly db: PrismaClient; readonly pool: pg.Pool };
export type DatabaseOptions = {
  readonly url: string;
  readonly poolSize: number;
  readonly name: string;
  readonly log: Logger;
  /** Called each time that the database had no room for something. */
  readonly onFull?: () => void;
};

const CONNECT_TIMEOUT_MS = 5_000;
/** A transaction whose process went silent must not hold its locks for ever. */
const IDLE_TRANSACTION_TIMEOUT_MS = 30_000;
/** Of the server: it gives up what nobody waits for any more. */
const SERVER_LIMITS = { statement_timeout: 15_000, lock_timeout: 10_000 };
const WEB_SERVER_LIMITS = { statement_timeout: 3_500, lock_timeout: 3_500 };
/** A server that froze does not keep its own time limits: a person who waits is told so before. */
const PATIENCE_MS = 65_000;
/** Of one question, and of all questions of one request. */
const WEB_PATIENCE_MS = 4_000;

/** Nothing connects before the first query. */
export function createDatabase({ url, poolSize, name, log, onFull }: DatabaseOptions): Database {
  const isWeb = name === 'web';
  const patienceMs = isWeb ? WEB_PATIENCE_MS : PATIENCE_MS;
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: `ageira-${name}`,
    connectionTimeoutMillis: Math.min(CONNECT_TIMEOUT_MS, patienceMs),
    query_timeout: patienceMs,
    ...(isWeb ? WEB_SERVER_LIMITS : SERVER_LIMITS),
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // A connection that dies while idle is replaced by the pool; unheard, the event would end us.
  pool.on('error', (error) => log.warn({ err: error }, 'database connection lost'));
  // One that dies while it is lent tells whoever asks it next. The pool does not listen to it then.
  pool.on('connect', (client) => client.on('error', () => {}));
  limitWaits(pool, patienceMs, onFull);

  const adapter = new PrismaPg(pool, { disposeExternalPool: false });
  return { db: new PrismaClient({ adapter }), pool };
}
