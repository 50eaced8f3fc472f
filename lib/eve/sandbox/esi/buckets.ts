import type { EsiRoute } from './route.ts';

const WINDOW_MS = 15 * 60_000;

export type Bucket = NonNullable<EsiRoute['bucket']>;

export type Buckets = {
  /** Null when the call may be made; else how long its bucket stays empty, in seconds. */
  secondsUntilFree(bucket: Bucket, user: string): number | null;
  /** Takes the tokens of an answered call, and gives the headers that say so. */
  charge(bucket: Bucket, user: string, tokens: number): Record<string, string>;
};

/** ESI's token buckets: a floating window of 15 minutes per group and user. */
export function createBuckets(clock: () => Date): Buckets {
  const spent = new Map<string, { atMs: number; tokens: number }[]>();

  const readLog = ({ group }: Bucket, user: string) => {
    const key = `${group}|${user}`;
    const oldest = clock().getTime() - WINDOW_MS;
    const log = (spent.get(key) ?? []).filter(({ atMs }) => atMs > oldest);
    spent.set(key, log);
    return log;
  };
  const sum = (log: readonly { tokens: number }[]): number =>
    log.reduce((total, { tokens }) => total + tokens, 0);

  return {
    secondsUntilFree: (bucket, user) => {
      const log = readLog(bucket, user);
      const [first] = log;
      if (!first || sum(log) < bucket.tokens) return null;
      return Math.max(1, Math.ceil((first.atMs + WINDOW_MS - clock().getTime()) / 1_000));
    },
    charge: (bucket, user, tokens) => {
      const log = readLog(bucket, user);
      if (tokens > 0) log.push({ atMs: clock().getTime(), tokens });
      return {
        'X-Ratelimit-Group': bucket.group,
        'X-Ratelimit-Limit': `${bucket.tokens}/15m`,
        'X-Ratelimit-Remaining': String(Math.max(0, bucket.tokens - sum(log))),
        'X-Ratelimit-Used': String(tokens),
      };
    },
  };
}

/** Headers of a bucket that nobody can empty: a client that keeps to the specification's would wait for hours. */
export function unlimited({ group }: Bucket): Record<string, string> {
  return {
    'X-Ratelimit-Group': group,
    'X-Ratelimit-Limit': '9999999/15m',
    'X-Ratelimit-Remaining': '9999999',
  };
}

/** What an answer costs: errors of the caller cost most, those of the server nothing. */
export function tokensOf(status: number): number {
  if (status === 429 || status >= 500) return 0;
  if (status >= 400) return 5;
  return status >= 300 ? 1 : 2;
}
