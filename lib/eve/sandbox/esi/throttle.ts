/** A limit deep in the server: so many calls in a while. */
export type ThrottleRule = {
  readonly calls: number;
  readonly windowMs: number;
  /** The server's word for it; null: 429 that names no limit. */
  readonly label: 'ConStopSpamming' | 'MailStopSpamming' | null;
};

export type Throttle = {
  /** Counts a call; gives how long to stop, in milliseconds, or null when it may pass. */
  take(who: string, rule: ThrottleRule): number | null;
};

export function createThrottle(clock: () => Date): Throttle {
  const calls = new Map<string, number[]>();
  return {
    take: (who, { label, calls: limit, windowMs }) => {
      const nowMs = clock().getTime();
      const key = `${label}|${who}`;
      const recent = (calls.get(key) ?? []).filter((atMs) => atMs > nowMs - windowMs);
      calls.set(key, recent);
      const [first] = recent;
      if (first !== undefined && recent.length >= limit) return first + windowMs - nowMs;
      recent.push(nowMs);
      return null;
    },
  };
}

/** The server's own words, a Python dictionary in a string; `remainingTime` is in 100 ns. */
export function throttleBody(label: string, remainingMs: number): { error: string } {
  const ticks = Math.max(1, Math.round(remainingMs * 10_000));
  return { error: `{'error_label': '${label}', 'error_dict': {'remainingTime': ${ticks}L}}` };
}
