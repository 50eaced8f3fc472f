/**
 * What the browser keeps for us for some minutes, under our signature: it can read it, and change nothing.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type * as z from 'zod';

type Signing = {
  /** What it is for: one made for something else is refused. */
  readonly audience: string;
  readonly secret: string;
  readonly now: Date;
};

export async function sealText(
  payload: JWTPayload,
  { audience, secret, now, lifetimeS }: Signing & { readonly lifetimeS: number },
): Promise<string> {
  const issuedAtS = Math.floor(now.getTime() / 1_000);
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + lifetimeS)
    .sign(toKey(audience, secret));
}

/** Null when it is missing, not ours, too old, or of another shape. */
export async function openText<Schema extends z.ZodType>(
  sealed: string | undefined,
  schema: Schema,
  { audience, secret, now }: Signing,
): Promise<z.output<Schema> | null> {
  if (!sealed) return null;
  try {
    const { payload } = await jwtVerify(sealed, toKey(audience, secret), {
      algorithms: ['HS256'],
      audience,
      currentDate: now,
      requiredClaims: ['exp'],
    });
    return schema.safeParse(payload).data ?? null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

// The secret signs next-auth's cookies too: a key for each use keeps them apart.
function toKey(audience: string, secret: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(`${audience} ${secret}`).digest());
}
