import type { EsiNotFoundError, EsiSchemaError } from './errors.ts';
import { readDate, toExpiry } from './freshness.ts';
import type { RawAnswer } from './transport.ts';

const MOST_REMEMBERED = 1_000;
const LONGEST_MS = 3_600_000;

type Refusal = EsiSchemaError | EsiNotFoundError;

/** Answers that held nothing, or nothing that could be read, and until when ESI gives the same. */
export type Unreadable = {
  /** @throws The error of before, until that answer expires. */
  check(key: string): void;
  note(key: string, answer: RawAnswer, error: Refusal): void;
};

/**
 * Remember in this process what ESI said and nobody could read, or that it has nothing: asking before it expires would bring the same, and
 * is forbidden as much. What somebody else on the way has said has no `Expires`. Other processes ask for themselves,
 * once each.
 */
export function createUnreadable(clock: () => Date): Unreadable {
  const known = new Map<
    string,
    { readonly error: Refusal; readonly atMs: number; readonly forMs: number }
  >();

  return {
    check(key) {
      const refused = known.get(key);
      if (!refused) return;
      // Either way: a clock that was set back must not make it last longer.
      if (Math.abs(clock().getTime() - refused.atMs) < refused.forMs) throw refused.error;
      known.delete(key);
    },

    note(key, answer, error) {
      if (readDate(answer.header('expires')) === null) return;
      const now = clock();
      const forMs = toExpiry(answer, now, LONGEST_MS).getTime() - now.getTime();
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(key, { error, atMs: now.getTime(), forMs });
    },
  };
}
