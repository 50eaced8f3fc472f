import { EsiErrorLimitError, EsiRateLimitError, EsiThrottledError } from './errors.ts';
import type { EsiOperation } from './operation.ts';
import { readErrorLimitReset } from './read-error.ts';
import type { RawAnswer } from './transport.ts';

/** With so few errors left in ESI's window we stop by ourselves: at 0 it stops everybody on our address. */
const ERRORS_KEPT_BACK = 5;

const ALL = 'everything';

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
  const groups = new Map<string, string>();
  const blocks = createBlocks(clock);

  const groupOf = ({ name }: EsiOperation<unknown>) => groups.get(name) ?? name;
  const bucketOf = (operation: EsiOperation<unknown>) =>
    `bucket ${groupOf(operation)} ${operation.characterId ?? 'public'}`;
  const routeOf = ({ name, characterId }: EsiOperation<unknown>) =>
    `route ${name} ${characterId ?? 'public'}`;

  return {
    groupOf,

    assertOpen(operation) {
      const allMs = blocks.remainingMs(ALL);
      if (allMs > 0) throw new EsiErrorLimitError(allMs);
      const bucketMs = blocks.remainingMs(bucketOf(operation));
      if (bucketMs > 0) throw new EsiRateLimitError(groupOf(operation), bucketMs);
      const throttledMs = blocks.remainingMs(routeOf(operation));
      if (throttledMs > 0) throw new EsiThrottledError(throttledMs);
    },

    learn(operation, answer) {
      const group = answer.header('x-ratelimit-group');
      if (group) groups.set(operation.name, group);
      const errorsLeft = answer.header('x-esi-error-limit-remain');
      if (errorsLeft !== null && Number(errorsLeft) <= ERRORS_KEPT_BACK) {
        blocks.set(ALL, readErrorLimitReset(answer));
      }
    },

    block(operation, error) {
      if (error instanceof EsiErrorLimitError) blocks.set(ALL, error.retryAfterMs);
      if (error instanceof EsiRateLimitError) blocks.set(bucketOf(operation), error.retryAfterMs);
      if (error instanceof EsiThrottledError) blocks.set(routeOf(operation), error.retryAfterMs);
    },
  };
}

/** What must rest, by name. A block never lasts longer than it was set for, should the clock go back. */
function createBlocks(clock: () => Date) {
  const blocks = new Map<string, { setMs: number; untilMs: number }>();

  const remainingMs = (name: string): number => {
    const nowMs = clock().getTime();
    const block = blocks.get(name);
    if (!block) return 0;
    if (nowMs < block.setMs) {
      block.untilMs -= block.setMs - nowMs;
      block.setMs = nowMs;
    }
    if (block.untilMs <= nowMs) blocks.delete(name);
    return block.untilMs - nowMs;
  };
  return {
    remainingMs,
    set(name: string, forMs: number): void {
      if (remainingMs(name) >= forMs) return;
      const setMs = clock().getTime();
      blocks.set(name, { setMs, untilMs: setMs + forMs });
    },
  };
}
