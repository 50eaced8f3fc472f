import { randomUUID } from 'node:crypto';
import { SsoLockError } from './errors.ts';
import { pause } from './pause.ts';

/**
 * Names that one holder has at a time, in memory or in Redis: see `testing/refresh-lock-contract.ts` for
 * what each must keep. A call that fails throws whatever it likes.
 */
export type RefreshLock = {
  /** Take a name for a while. @returns Whether nobody else has it. */
  take(name: string, owner: string, forMs: number): Promise<boolean>;
  /** Keep it for longer, from now on. @returns Whether it was still the owner's. */
  renew(name: string, owner: string, forMs: number): Promise<boolean>;
  /** Give it back. Of another owner's it changes nothing. */
  release(name: string, owner: string): Promise<void>;
};

/** The lock while it is held. */
export type HeldLock = {
  /** Make sure that it is still ours, right before what must not happen twice. */
  confirm(): Promise<void>;
};

const LEAST_PAUSE_MS = 25;
const JITTER_MS = 75;

/**
 * Run something that one at a time may do, in all processes that share the lock. It is renewed until
 * `run` ends; a holder that dies leaves it after `leaseMs`.
 *
 * A holder that is stopped for longer than that loses it unseen: what it writes afterwards must be
 * fenced by a compare-and-set.
 *
 * @throws {SsoLockError} When the lock cannot be reached, or was not free within `waitMs`.
 */
export async function withRefreshLock<T>(
  lock: RefreshLock,
  { name, leaseMs, waitMs }: { name: string; leaseMs: number; waitMs: number },
  run: (held: HeldLock) => Promise<T>,
): Promise<T> {
  const owner = randomUUID();
  const reach = async <R>(ask: Promise<R>): Promise<R> => {
    try {
      return await ask;
    } catch (cause) {
      throw new SsoLockError('away', { cause });
    }
  };

  const endMs = performance.now() + waitMs;
  while (!(await reach(lock.take(name, owner, leaseMs)))) {
    if (performance.now() >= endMs) throw new SsoLockError('busy');
    await pause(LEAST_PAUSE_MS + Math.random() * JITTER_MS);
  }
  // One that fails is made up for by the next; whether it is ours still is asked when it matters.
  const renewing = setInterval(() => {
    lock.renew(name, owner, leaseMs).catch(() => {});
  }, leaseMs / 3);
  try {
    return await run({
      async confirm() {
        if (!(await reach(lock.renew(name, owner, leaseMs)))) throw new SsoLockError('lost');
      },
    });
  } finally {
    clearInterval(renewing);
    // Where that fails it ends by itself.
    await lock.release(name, owner).catch(() => {});
  }
}
