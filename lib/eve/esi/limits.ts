import { EsiErrorLimitError, EsiRateLimitError, EsiThrottledError } from './errors.ts';
import type { EsiOperation } from './operation.ts';
import { readErrorLimitReset } from './read-error.ts';
import type { RawAnswer } from './transport.ts';

/** With so few errors left in ESI's window we stop by ourselves: at 0 it stops everybody on our address. */
const ERRORS_KEPT_BACK = 5;

export type Limits = {
  /** @throws The error of a block that still stands: no call may be made. */
  assertOpen(operation: EsiOperation<unknown>): void;
  /** The bucket this operation was last seen in, or its own name before that. */
  groupOf(operation: EsiOperation<unknown>): string;
  /** Learn from the headers of an answer. */
  learn(operation: EsiOperation<unknown>, answer: RawAnswer): void;
  /** Block what an error says must rest. */
  block(operation: EsiOperation<unknown>, error: unknown): void;
};

/**
 * Who must rest until when: everything after a 420, one group of routes for one character after a 429,
 * one route for one character when the game server throttles.
 */
export function createLimits(clock: () => Date): Limits {
  let allUntilMs = 0;
  const groups = new Map<string, string>();
  const bucketsUntilMs = new Map<string, number>();
  const throttledUntilMs = new Map<string, number>();

  const groupOf = ({ name }: EsiOperation<unknown>) => groups.get(name) ?? name;
  const bucketOf = (operation: EsiOperation<unknown>) =>
    `${groupOf(operation)} ${operation.characterId ?? 'public'}`;
  const routeOf = ({ name, characterId }: EsiOperation<unknown>) =>
    `${name} ${characterId ?? 'public'}`;

  return {
    groupOf,

    assertOpen(operation) {
      const nowMs = clock().getTime();
      if (allUntilMs > nowMs) throw new EsiErrorLimitError(allUntilMs - nowMs);
      const bucketMs = remaining(bucketsUntilMs, bucketOf(operation), nowMs);
      if (bucketMs > 0) throw new EsiRateLimitError(groupOf(operation), bucketMs);
      const throttledMs = remaining(throttledUntilMs, routeOf(operation), nowMs);
      if (throttledMs > 0) throw new EsiThrottledError(throttledMs);
    },

    learn(operation, answer) {
      const group = answer.header('x-ratelimit-group');
      if (group) groups.set(operation.name, group);
      const errorsLeft = answer.header('x-esi-error-limit-remain');
      if (errorsLeft !== null && Number(errorsLeft) <= ERRORS_KEPT_BACK) {
        allUntilMs = Math.max(allUntilMs, clock().getTime() + readErrorLimitReset(answer));
      }
    },

    block(operation, error) {
      const nowMs = clock().getTime();
      if (error instanceof EsiErrorLimitError) {
        allUntilMs = Math.max(allUntilMs, nowMs + error.retryAfterMs);
      }
      if (error instanceof EsiRateLimitError) {
        bucketsUntilMs.set(bucketOf(operation), nowMs + error.retryAfterMs);
      }
      if (error instanceof EsiThrottledError) {
        throttledUntilMs.set(routeOf(operation), nowMs + error.retryAfterMs);
      }
    },
  };
}

function remaining(untilMs: Map<string, number>, key: string, nowMs: number): number {
  const until = untilMs.get(key);
  if (until === undefined) return 0;
  if (until <= nowMs) untilMs.delete(key);
  return until - nowMs;
}
