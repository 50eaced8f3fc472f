import { pause } from './pause.ts';

/** The game server lets one character read the items of 20 contracts in 10 s, then blocks. */
const CALLS = 20;
const WINDOW_MS = 10_000;

/**
 * Hold calls of one key back so that no window of 10 s sees more than 20 of them start.
 *
 * @returns A function that resolves when the call may start; it throws the reason of `signal`.
 */
export function createPace({
  clock,
  calls = CALLS,
  windowMs = WINDOW_MS,
}: {
  clock: () => Date;
  calls?: number;
  windowMs?: number;
}): (key: string, signal: AbortSignal) => Promise<void> {
  const startsMs = new Map<string, number[]>();

  return async (key, signal) => {
    for (;;) {
      const nowMs = clock().getTime();
      const recent = (startsMs.get(key) ?? []).filter((startMs) => startMs > nowMs - windowMs);
      const [oldest = nowMs] = recent;
      if (recent.length < calls) {
        startsMs.set(key, [...recent, nowMs]);
        return;
      }
      await pause(oldest + windowMs - nowMs, signal);
    }
  };
}
