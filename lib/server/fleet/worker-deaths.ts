/**
 * Workers that die again and again: told by the supervisor, read by the health route and the dashboard.
 *
 * @module
 */
import type { Redis } from 'ioredis';

/** So many deaths in a row are no accident: the worker cannot start. */
export const HOPELESS_DEATHS = 10;

const KEY = 'ageira:worker-deaths';
/** Longer than the longest pause between two starts: a supervisor that is gone tells nothing. */
const REMEMBERED_S = 300;

/** Note how often a worker has died in a row; 0 when it lives again. */
export async function noteDeaths(redis: Redis, worker: string, deathsInARow: number) {
  if (deathsInARow < HOPELESS_DEATHS) await redis.hdel(KEY, worker);
  else await redis.multi().hset(KEY, worker, deathsInARow).expire(KEY, REMEMBERED_S).exec();
}

/** Names of the workers that cannot start, in order. Empty while Redis is away: then that is told. */
export async function readHopeless(redis: Redis): Promise<string[]> {
  return (await redis.hkeys(KEY)).toSorted();
}
