import {
  EsiError,
  EsiNetworkError,
  EsiServerError,
  EsiTimeoutError,
  EsiUnavailableError,
} from './errors.ts';
import { waitFor } from './pause.ts';
import type { StopSignal } from './stop-signal.ts';

/** So many faults one after another are no chance any more: ESI or EVE is down. */
const FAULTS = 8;
/** At so few addresses it may be those that are ill, and not ESI. */
const ADDRESSES = 5;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 60_000;
const OUTAGES: readonly number[] = [500, 502, 503, 504];

/**
 * Keeps us from asking a server that is down, as each day around 11:00 UTC. One for each route: routes are ill by
 * themselves as well, and would keep the others from being asked. Who asks for a few addresses only is not held back:
 * those may be ill themselves. What ESI says itself of when it is back is kept by the budgets.
 */
export type Breaker = {
  /**
   * Ask whether a call may be made. After a rest one looks whether the server is back, and those that
   * come meanwhile wait for what it finds.
   *
   * @throws {EsiUnavailableError} While it rests. The reason of `signal` when it aborts.
   */
  enter(signal: StopSignal): Promise<Admission>;
};

/** Of one call. */
export type Admission = {
  /** To be said once, of each that was let in. @param error `undefined` after an answer; else what was thrown. */
  note(address: string, error: unknown): void;
};

type Look = { readonly over: Promise<void>; end(): void };

export function createBreaker(clock: () => Date): Breaker {
  let faults = 0;
  const addresses = new Set<string>();
  let restMs = 0;
  let restedAtMs = 0;
  let look: Look | null = null;

  const leftMs = (): number => {
    const pastMs = clock().getTime() - restedAtMs;
    // Set back, a clock must not make the rest longer.
    return pastMs < 0 ? 0 : restMs - pastMs;
  };

  function rest(ms: number): void {
    restMs = ms;
    restedAtMs = clock().getTime();
  }

  function noteFault(address: string, isLook: boolean): void {
    faults += 1;
    if (addresses.size < ADDRESSES) addresses.add(address);
    // What was on its way when the rest began says nothing that is not known.
    if (restMs > 0 && !isLook) return;
    if (isLook) rest(Math.min(restMs * 2, LONGEST_REST_MS));
    else if (faults >= FAULTS && addresses.size >= ADDRESSES) rest(FIRST_REST_MS);
  }

  function admit(own: Look | null): Admission {
    return {
      note(address, error) {
        const isAnswer = error === undefined || (error instanceof EsiError && !isOutage(error));
        if (isAnswer) {
          faults = 0;
          addresses.clear();
          restMs = 0;
        }
        // Of a call that its caller has left nothing is known.
        if (isOutage(error)) noteFault(address, own !== null);
        own?.end();
      },
    };
  }

  function startLook(): Look {
    let tell = () => {};
    const over = new Promise<void>((resolve) => {
      tell = resolve;
    });
    look = {
      over,
      end() {
        look = null;
        tell();
      },
    };
    return look;
  }

  const everyone = admit(null);
  return {
    async enter(signal) {
      while (restMs > 0) {
        const waitMs = leftMs();
        if (waitMs > 0) throw new EsiUnavailableError(waitMs);
        if (!look) return admit(startLook());
        await waitFor(look.over, signal);
      }
      return everyone;
    },
  };
}

function isOutage(error: unknown): boolean {
  if (error instanceof EsiServerError) return OUTAGES.includes(error.status);
  return error instanceof EsiNetworkError || error instanceof EsiTimeoutError;
}
