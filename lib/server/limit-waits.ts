import type pg from 'pg';
import { isDatabaseFull } from './is-database-away.ts';
import { readNotes } from './request-notes.ts';
import { type Wait, waitOf } from './request-wait.ts';

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void;

/**
 * Bound what one request waits for the database in all its questions together: each of them in time
 * would make a page that is not. What no request waits for keeps the pool's own limits.
 *
 * A connection whose question was given up is not used again: the question, and the transaction around
 * it, may still be under way there.
 *
 * @param onFull Called each time that the database had no room for something.
 */
export function limitWaits(pool: pg.Pool, totalMs: number, onFull: () => void = () => {}): void {
  const connect = pool.connect.bind(pool);

  function lend(): Promise<pg.PoolClient>;
  function lend(callback: ConnectCallback): void;
  function lend(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    const wait = waitOf(readNotes(), totalMs);
    const connecting = wait ? takeInTime(wait, () => connect()) : connect();
    if (!callback) return connecting;
    // What follows a promise runs as part of our own request. The pool itself would hand a connection on
    // as part of the request that gives it back.
    connecting.then(
      (client) => callback(undefined, client, (reason) => client.release(reason)),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }
  pool.connect = lend;
  pool.on('connect', (client) => limitQueries(client, totalMs, onFull));
}

async function takeInTime(
  wait: Wait,
  connect: () => Promise<pg.PoolClient>,
): Promise<pg.PoolClient> {
  const leftMs = wait.leftMs();
  if (leftMs <= 0) throw tooLate();
  wait.begin();
  const connecting = connect();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(tooLate());
      // Nobody wants it any more when it comes.
      connecting.then(
        (client) => client.release(),
        () => {},
      );
    }, leftMs);
  });
  try {
    return await Promise.race([connecting, late]);
  } finally {
    clearTimeout(timer);
    wait.end();
  }
}

function limitQueries(client: pg.PoolClient, totalMs: number, onFull: () => void): void {
  const query = client.query.bind(client);

  client.query = (asked: unknown, ...rest: unknown[]) => {
    const wait = waitOf(readNotes(), totalMs);
    const leftMs = wait?.leftMs() ?? Number.POSITIVE_INFINITY;
    const callbackAt = rest.findIndex((each) => typeof each === 'function');
    const callback = rest[callbackAt];
    if (leftMs <= 0) {
      dropConnection(client);
      return refuse(tooLate(), callback);
    }
    const settle = (error: unknown) => {
      wait?.end();
      if (isGivenUp(error)) dropConnection(client);
      if (isDatabaseFull(error)) onFull();
    };
    wait?.begin();
    const question = wait ? withTimeout(asked, leftMs) : asked;
    if (typeof callback === 'function') {
      rest[callbackAt] = (error: unknown, result: unknown) => {
        settle(error);
        callback(error, result);
      };
      return Reflect.apply(query, client, [question, ...rest]);
    }
    const answer: Promise<unknown> = Reflect.apply(query, client, [question, ...rest]);
    answer.then(() => settle(null), settle);
    return answer;
  };
}

/** The driver takes a time limit of its own for each question. */
function withTimeout(asked: unknown, leftMs: number): unknown {
  const limit = { query_timeout: Math.ceil(leftMs) };
  return typeof asked === 'string' ? { text: asked, ...limit } : Object.assign({}, asked, limit);
}

/** The pool removes a connection that has ended instead of lending it again. */
function dropConnection(client: pg.PoolClient): void {
  // The pool lends whole clients; its type leaves `end` out.
  (client as pg.PoolClient & pg.Client).end().catch(() => {});
}

function refuse(error: Error, callback: unknown): unknown {
  if (typeof callback !== 'function') return Promise.reject(error);
  process.nextTick(callback, error);
}

function isGivenUp(error: unknown): boolean {
  return error instanceof Error && error.message === 'Query read timeout';
}

/** Known by `isUnanswered`, as what the driver itself says. */
function tooLate(): Error {
  return Object.assign(new Error('The database did not answer within the time of this request'), {
    code: 'ETIMEDOUT',
  });
}
