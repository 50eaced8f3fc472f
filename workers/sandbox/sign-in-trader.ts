import { setTimeout as wait } from 'node:timers/promises';
import { sandboxPilots } from '#lib/eve/sandbox/index.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import type { Env } from '#lib/server/env.ts';
import type { Logger } from '#lib/server/log.ts';
import { requireSite, SiteError } from '#lib/server/site.ts';
import { signInPilot } from './sign-in-pilot.ts';

const TIMEOUT_MS = 30_000;
/** The database is prepared while the sandbox starts; the first time that takes a while. */
const PREPARED_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 250;

/**
 * Sign the sandbox's trader in once, with what a trader allows: reading the contracts, opening
 * windows. A newcomer's first contract is then found without anybody having set anything up.
 *
 * Done at every start: the sandbox may have forgotten the tokens that the site still has.
 *
 * @throws {SiteError} For a database of the real universe: a pilot of the sandbox must never own one.
 */
export async function signInTrader(env: Env, log: Logger): Promise<void> {
  const [trader] = sandboxPilots;
  if (!trader) return;
  await using container = await createContainer(env, 'sandbox', { log });
  await waitForSite(container, AbortSignal.timeout(PREPARED_WITHIN_MS));
  for (const purpose of ['contracts', 'window'] as const) {
    const outcome = await signInPilot(
      container,
      { characterId: trader.characterId, purpose },
      AbortSignal.timeout(TIMEOUT_MS),
    );
    if (!outcome.ok) {
      log.warn({ purpose, reason: outcome.reason }, 'the trader of the sandbox could not sign in');
    }
  }
}

async function waitForSite(container: Container, patience: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return await requireSite(container);
    } catch (error) {
      // Before the first migration even the table is missing, which is no SiteError.
      const isFinal = error instanceof SiteError && error.code === 'other-mode';
      if (isFinal || patience.aborted) throw error;
    }
    await wait(LOOK_AGAIN_MS);
  }
}
