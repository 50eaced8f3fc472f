import { createHash, timingSafeEqual } from 'node:crypto';
import { createPkcePair, createState } from './pkce.ts';

/**
 * Small texts that are given out once, in memory or in Redis: see `testing/state-store-contract.ts` for
 * what each must keep.
 */
export type StateStore = {
  put(key: string, value: string, forMs: number): Promise<void>;
  /** Give it out and forget it, in one step. Null when it is not there (any more). */
  take(key: string): Promise<string | null>;
};

/** What is kept between sending a pilot to EVE and their coming back. */
export type SignInStates<T> = {
  /**
   * Begin a sign-in.
   *
   * @param attached What the sign-in is for. JSON, and no secret.
   * @returns What goes into EVE's address. `state` goes into a cookie of the browser, too: HttpOnly,
   *   Secure, SameSite=Lax.
   */
  begin(attached: T): Promise<{ readonly state: string; readonly codeChallenge: string }>;
  /**
   * End it, once.
   *
   * @param state As EVE's callback has it.
   * @param browserState As the cookie has it: somebody else's callback, which an attacker may have sent
   *   the pilot to, is not this browser's, and does not use theirs up.
   * @returns Null for a state that is unknown, used, too old, or another browser's.
   */
  take(
    state: string,
    browserState: string | undefined,
  ): Promise<{ readonly codeVerifier: string; readonly attached: T } | null>;
};

const MAX_LIFETIME_MS = 600_000;

/**
 * One-time states, each with its code verifier. Errors of the store pass through: without it nobody can
 * sign in.
 *
 * @param parse Checks what was attached when it comes back. It throws for what it does not know.
 * @param lifetimeMs At most and by default 10 minutes.
 */
export function createSignInStates<T>({
  store,
  parse,
  lifetimeMs = MAX_LIFETIME_MS,
}: {
  readonly store: StateStore;
  readonly parse: (attached: unknown) => T;
  readonly lifetimeMs?: number;
}): SignInStates<T> {
  if (!(lifetimeMs > 0 && lifetimeMs <= MAX_LIFETIME_MS)) {
    throw new RangeError(`A sign-in may take up to ${MAX_LIFETIME_MS} ms, not ${lifetimeMs}`);
  }
  return {
    async begin(attached) {
      const state = createState();
      const { codeVerifier, codeChallenge } = createPkcePair();
      await store.put(toKey(state), JSON.stringify({ codeVerifier, attached }), lifetimeMs);
      return { state, codeChallenge };
    },

    async take(state, browserState) {
      const key = toKey(state);
      if (browserState === undefined || !isSame(key, toKey(browserState))) return null;
      const kept = await store.take(key);
      if (kept === null) return null;
      const { codeVerifier, attached } = JSON.parse(kept);
      return { codeVerifier, attached: parse(attached) };
    },
  };
}

// Whoever reads the store does not learn the state that the browser has.
function toKey(state: string): string {
  return createHash('sha256').update(state).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
