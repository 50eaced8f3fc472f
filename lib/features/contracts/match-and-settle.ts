import type { Container } from '#lib/server/container.ts';
import { ConcurrentChangeError, isUniqueViolation } from '#lib/server/transact.ts';
import { type MatchOptions, matchTogether } from './match-together.ts';

const MAXIMUM_TRIES = 6;

/**
 * Match a contract and carry out what follows: see `matchTogether`.
 *
 * Safe to call at any time, from any number of processes, any number of times.
 */
export async function matchAndSettle(
  container: Container,
  contractId: number,
  options?: MatchOptions,
): Promise<void> {
  for (let attempt = 1; attempt <= MAXIMUM_TRIES; attempt += 1) {
    try {
      const { left } = await matchTogether(container, [contractId], options);
      if (left.length === 0) return;
      // A poll stored something newer while we waited for the quote: that is what must be matched.
    } catch (error) {
      // Another worker wrote the same step first. The next look finds it done.
      if (attempt === MAXIMUM_TRIES || !isUniqueViolation(error)) throw error;
    }
  }
  throw new ConcurrentChangeError(`Contract ${contractId} has changed`);
}
