/**
 * What a sign-in was begun for, kept by the browser under our signature and bound to the OAuth state: the
 * callback's own address says nothing that we believe.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { intentSchema, purposeSchema } from './schema.ts';
import { openText, sealText } from './signed-text.ts';

/** EVE's codes live 5 minutes; nobody needs longer to choose a character. */
export const FLOW_LIFETIME_S = 600;
const AUDIENCE = 'ageira sign-in flow';

const flowSchema = z.object({
  purpose: purposeSchema,
  intent: intentSchema,
  returnTo: z.string(),
  characterId: z.int().nullable(),
  stateHash: z.string(),
});
export type SignInFlow = Omit<z.output<typeof flowSchema>, 'stateHash'>;

type Signing = { readonly secret: string; readonly now: Date };

/** Sign what a sign-in is for, for the cookie. */
export async function sealFlow(flow: SignInFlow, state: string, signing: Signing): Promise<string> {
  const payload = { ...flow, stateHash: hash(state) };
  return sealText(payload, { ...signing, audience: AUDIENCE, lifetimeS: FLOW_LIFETIME_S });
}

/** Read the cookie. Null when it is missing, not ours, too old, or of another state. */
export async function openFlow(
  sealed: string | undefined,
  state: string,
  signing: Signing,
): Promise<SignInFlow | null> {
  const opened = await openText(sealed, flowSchema, { ...signing, audience: AUDIENCE });
  if (!opened || !isSame(opened.stateHash, hash(state))) return null;
  const { stateHash: _checked, ...flow } = opened;
  return flow;
}

/** Whether two secrets are the same, told in a time that says nothing about them. */
export function isSame(a: string, b: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(a).digest(),
    createHash('sha256').update(b).digest(),
  );
}

function hash(state: string): string {
  return createHash('sha256').update(state).digest('base64url');
}
