const WINDOW_MS = 10_000;

/** The limit deep in the server: so many calls of one kind in ten seconds a character. */
export type Throttle = {
  /** Counts a call; gives how long to stop, in milliseconds, or null when it may pass. */
  take(character: string, limit: number): number | null;
};

export function createThrottle(clock: () => Date): Throttle {
  const calls = new Map<string, number[]>();
  return {
    take: (character, limit) => {
      const nowMs = clock().getTime();
      const recent = (calls.get(character) ?? []).filter((atMs) => atMs > nowMs - WINDOW_MS);
      calls.set(character, recent);
      const [first] = recent;
      if (first !== undefined && recent.length >= limit) return first + WINDOW_MS - nowMs;
      recent.push(nowMs);
      return null;
    },
  };
}

/** The server's own words, a Python dictionary in a string; `remainingTime` is in 100 ns. */
export function throttleBody(remainingMs: number): { error: string } {
  const ticks = Math.max(1, Math.round(remainingMs * 10_000));
  return {
    error: `{'error_label': 'ConStopSpamming', 'error_dict': {'remainingTime': ${ticks}L}}`,
  };
}
