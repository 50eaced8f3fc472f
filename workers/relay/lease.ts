import type { Container } from '#lib/server/container.ts';
import { holdLease, LEASE_MS, leaveLease, raiseFence } from '#lib/server/outbox.ts';

export type Lease = {
  /** @returns The fence to publish under; null while another one publishes. */
  hold(): Promise<number | null>;
  /**
   * Events were published under a higher fence: by another one, or before the database was restored from a backup.
   * Ask the database the next time.
   *
   * @returns Whether the lease is ours all the same, and may be held anew.
   */
  forget(known: number): Promise<boolean>;
  /** Let the next one publish at once. */
  leave(): Promise<void>;
};

/** Before its end by so much the lease is asked for again. */
const RENEW_MS = LEASE_MS / 2;

/**
 * The lease of one relay. While it was sure to be held a moment ago the database is not asked: whoever was frozen
 * since then is found out by the fence.
 */
export function createLease(container: Pick<Container, 'pool'>, holder: string): Lease {
  let held: { readonly fence: number; readonly askedAtMs: number } | null = null;

  return {
    async hold() {
      const askedAtMs = performance.now();
      if (held && askedAtMs - held.askedAtMs < LEASE_MS - RENEW_MS) return held.fence;
      held = null;
      const fence = await holdLease(container, holder);
      if (fence !== null) held = { fence, askedAtMs };
      return fence;
    },
    async forget(known) {
      held = null;
      return raiseFence(container, { holder, above: known });
    },
    async leave() {
      held = null;
      await leaveLease(container, holder);
    },
  };
}
