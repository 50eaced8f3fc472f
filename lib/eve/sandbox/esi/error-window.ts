const WINDOW_MS = 60_000;
const LIMIT = 100;

export type ErrorWindow = {
  /** Whether this address has used up its errors: every route answers 420 then. */
  isSpent(address: string): boolean;
  count(address: string): void;
  headers(address: string): Record<string, string>;
};

/** The older limit: 100 errors per address in fixed windows of a minute. */
export function createErrorWindow(clock: () => Date): ErrorWindow {
  let windowStart = 0;
  const errors = new Map<string, number>();

  const turn = (): number => {
    const nowMs = clock().getTime();
    const start = Math.floor(nowMs / WINDOW_MS) * WINDOW_MS;
    if (start !== windowStart) {
      windowStart = start;
      errors.clear();
    }
    return nowMs;
  };

  return {
    isSpent: (address) => {
      turn();
      return (errors.get(address) ?? 0) >= LIMIT;
    },
    count: (address) => {
      turn();
      errors.set(address, (errors.get(address) ?? 0) + 1);
    },
    headers: (address) => {
      const nowMs = turn();
      return {
        'X-Esi-Error-Limit-Remain': String(Math.max(0, LIMIT - (errors.get(address) ?? 0))),
        'X-Esi-Error-Limit-Reset': String(Math.ceil((windowStart + WINDOW_MS - nowMs) / 1_000)),
      };
    },
  };
}
