import { setMaxListeners } from 'node:events';
import { pause } from './pause.ts';

/** The game server lets one character read the items of 20 contracts in 10 s, then blocks. */
const CALLS = 20;
/** A little more than its window: its clock is not ours. */
const WINDOW_MS = 10_250;

/** A call that counts: from when it starts until a window after it ended. */
type Slot = { endedMs: number | null; readonly ended: Promise<void>; end(): void };

export type Pace = <T>(key: string, signal: AbortSignal, run: () => Promise<T>) => Promise<T>;

/**
 * Hold calls of one key back so that the server never sees more than 20 of them arrive in 10 s.
 *
 * When a call arrives there nobody here knows; it is not after its answer. So a slot is free again a
 * whole window after the answer, not after the start.
 */
export function createPace({
  clock,
  calls = CALLS,
  windowMs = WINDOW_MS,
}: {
  clock: () => Date;
  calls?: number;
  windowMs?: number;
}): Pace {
  const slotsOf = new Map<string, Slot[]>();

  async function takeSlot(key: string, signal: AbortSignal): Promise<Slot> {
    for (;;) {
      signal.throwIfAborted();
      const nowMs = clock().getTime();
      for (const slot of slotsOf.get(key) ?? []) {
        // A clock that went back must not keep the slot taken for as long.
        if (slot.endedMs !== null) slot.endedMs = Math.min(slot.endedMs, nowMs);
      }
      const taken = (slotsOf.get(key) ?? []).filter(
        ({ endedMs }) => endedMs === null || endedMs > nowMs - windowMs,
      );
      if (taken.length < calls) {
        const slot = createSlot(clock);
        slotsOf.set(key, [...taken, slot]);
        return slot;
      }
      const ends = taken.flatMap(({ endedMs }) => (endedMs === null ? [] : [endedMs]));
      if (ends.length > 0) await pause(Math.min(...ends) + windowMs - nowMs, signal);
      else await firstOf(taken, signal);
    }
  }

  return async (key, signal, run) => {
    const slot = await takeSlot(key, signal);
    try {
      return await run();
    } finally {
      slot.end();
    }
  };
}

function createSlot(clock: () => Date): Slot {
  let resolve = (): void => {};
  const slot: Slot = {
    endedMs: null,
    ended: new Promise<void>((done) => {
      resolve = done;
    }),
    end() {
      slot.endedMs = clock().getTime();
      resolve();
    },
  };
  return slot;
}

async function firstOf(slots: readonly Slot[], signal: AbortSignal): Promise<void> {
  setMaxListeners(0, signal);
  const leaving = new AbortController();
  const left = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: leaving.signal });
  });
  try {
    await Promise.race([left, ...slots.map(({ ended }) => ended)]);
  } finally {
    leaving.abort();
  }
}
