import { cookies } from 'next/headers';
import { CLAIM_COOKIE, hashClaimSecret } from '#lib/features/quotes/claim.ts';
import type { Looker } from '#lib/features/quotes/looker.ts';
import { getViewer } from '#lib/server/session.ts';

/** Who looks, by session and by the guest's cookie. */
export async function getLooker(): Promise<Looker> {
  const [viewer, jar] = await Promise.all([getViewer(), cookies()]);
  return { viewer, claimHash: hashClaimSecret(jar.get(CLAIM_COOKIE)?.value) };
}
