/**
 * What a sign-in was begun for, kept by the browser under our signature and bound to the OAuth state: the
 * callback's own address says nothing that we believe.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { intentSchema, purposeSchema } from './schema.ts';

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
export async function sealFlow(
  flow: SignInFlow,
  state: string,
  { secret, now }: Signing,
): Promise<string> {
  const issuedAtS = Math.floor(now.getTime() / 1_000);
  return new SignJWT({ ...flow, stateHash: hash(state) })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + FLOW_LIFETIME_S)
    .sign(toKey(secret));
}

/** Read the cookie. Null when it is missing, not ours, too old, or of another state. */
export async function openFlow(
  sealed: string | undefined,
  state: string,
  { secret, now }: Signing,
): Promise<SignInFlow | null> {
  if (!sealed) return null;
  try {
    const { payload } = await jwtVerify(sealed, toKey(secret), {
      algorithms: ['HS256'],
      audience: AUDIENCE,
      currentDate: now,
      requiredClaims: ['exp'],
    });
    const parsed = flowSchema.safeParse(payload);
    if (!parsed.success || !isSame(parsed.data.stateHash, hash(state))) return null;
    const { stateHash: _checked, ...flow } = parsed.data;
    return flow;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
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

// The secret signs next-auth's cookies too: a key of its own keeps the two apart.
function toKey(secret: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(`${AUDIENCE} ${secret}`).digest());
}
