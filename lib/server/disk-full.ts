/**
 * A database whose disk is full: told by whichever process met it, read by the health route and the
 * dashboard.
 *
 * @module
 */
import type { Redis } from 'ioredis';
import type { Logger } from './log.ts';

const KEY = 'ageira:disk-full';
/** The workers write more often than this, so that it is told for as long as it lasts. */
const REMEMBERED_S = 180;
const TOLD_EVERY_MS = 10_000;

/** What to call each time that the database had no room for something. Tells it now and then. */
export function createFullNotice({ redis, log }: { redis: Redis; log: Logger }): () => void {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - toldAtMs < TOLD_EVERY_MS) return;
    toldAtMs = performance.now();
    log.error('the disk of PostgreSQL is full: free some space, and the site goes on by itself');
    redis.set(KEY, '1', 'EX', REMEMBERED_S).catch(() => {});
  };
}

/** Whether a process found the disk full within the last minutes. Fails while Redis is away. */
export async function readDiskFull(redis: Redis): Promise<boolean> {
  return (await redis.exists(KEY)) > 0;
}
