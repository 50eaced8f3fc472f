import { statfsSync } from 'node:fs';

/** Less than this, and PostgreSQL can neither make its data folder nor its next log segment. */
const LEAST_FREE_BYTES = 64_000_000;

/**
 * True when a server that failed most likely did so for want of space: its own words may be about what
 * that led to.
 */
export function isDiskFull(folder: string, said: string): boolean {
  if (/No space left on device|Disk quota exceeded/.test(said)) return true;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < LEAST_FREE_BYTES;
}
