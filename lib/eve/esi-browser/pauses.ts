import { EsiErrorLimitError, EsiRateLimitError } from './errors.ts';

/** So few errors left, and no more questions: others may share the address. */
const FEW_ERRORS = 10;
const HISTORY_STEP_MS = 200;
/** Who stands further behind would run out of time. */
const QUEUE_MS = 30_000;
const UNSAID_MS = 60_000;
/** No window of ESI is longer than an hour: what says so is wrong, or a clock was. */
const MAX_MS = 3_600_000;
/** Neither a route nor a bucket. */
const EVERYTHING = '';
const PLACE = 'history';

export type Pauses = {
  /**
   * @throws {EsiErrorLimitError} While ESI wants no question at all.
   * @throws {EsiRateLimitError} While it wants none of this route or of its bucket.
   */
  check(route: string): void;
  /**
   * How long to wait before the next price history, in milliseconds; the place is taken then, in all tabs. The
   * game server behind them throttles who asks for more than five a second.
   */
  takePlace(): number;
  /** Learn from an answer. */
  note(route: string, response: Response): void;
};

/** Until when ESI must be left alone. Tabs know it of each other by the storage they share. */
export function createPauses(
  prefix: string,
  findShared: () => Storage | undefined,
  now: () => number,
): Pauses {
  const untils = new Map<string, number>();
  const groups = new Map<string, string>();

  const pause = (name: string, ms: number) => {
    const until = now() + ms;
    untils.set(name, until);
    try {
      findShared()?.setItem(prefix + name, `${until}`);
    } catch {
      // No room: this tab knows it at least.
    }
  };
  const leftMs = (name: string): number => {
    const shared = Number(findShared()?.getItem(prefix + name)) || 0;
    const left = Math.max(untils.get(name) ?? 0, shared) - now();
    return left <= MAX_MS ? left : 0;
  };
  /** Seconds or an HTTP date, as milliseconds from now: 1 s to 1 h. */
  const toMs = (text: string | null) => {
    const ms = Number(text) * 1_000 || Date.parse(text ?? '') - now() || UNSAID_MS;
    return Math.min(Math.max(ms, 1_000), MAX_MS);
  };

  return {
    check(route) {
      const allMs = leftMs(EVERYTHING);
      if (allMs > 0) throw new EsiErrorLimitError(allMs);
      const ownMs = Math.max(leftMs(route), leftMs(groups.get(route) ?? route));
      if (ownMs > 0) throw new EsiRateLimitError(ownMs);
    },
    takePlace() {
      const waitMs = Math.min(Math.max(leftMs(PLACE), 0), QUEUE_MS);
      pause(PLACE, waitMs + HISTORY_STEP_MS);
      return waitMs;
    },
    note(route, { status, headers }) {
      const group = headers.get('x-ratelimit-group') ?? route;
      groups.set(route, group);
      const after = headers.get('retry-after');
      if (
        Number(headers.get('x-esi-error-limit-remain') ?? FEW_ERRORS) < FEW_ERRORS ||
        status === 420
      ) {
        pause(EVERYTHING, toMs(headers.get('x-esi-error-limit-reset') ?? after));
      } else if (after || status === 429) {
        pause(route, toMs(after));
        if (status === 429) pause(group, toMs(after));
      }
    },
  };
}
