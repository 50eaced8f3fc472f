import { sandboxPilots } from '#lib/eve/sandbox/index.ts';
import { createContainer } from '#lib/server/container.ts';
import type { Env } from '#lib/server/env.ts';
import type { Logger } from '#lib/server/log.ts';
import { signInPilot } from './sign-in-pilot.ts';

const TIMEOUT_MS = 30_000;

/**
 * Sign the sandbox's trader in once, with what a trader allows: reading the contracts, opening
 * windows. A newcomer's first contract is then found without anybody having set anything up.
 *
 * Done at every start: the sandbox may have forgotten the tokens that the site still has.
 */
export async function signInTrader(env: Env, log: Logger): Promise<void> {
  const [trader] = sandboxPilots;
  if (!trader) return;
  await using container = await createContainer(env, 'sandbox', { log });
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
