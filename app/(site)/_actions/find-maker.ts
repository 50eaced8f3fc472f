import { cookies } from 'next/headers';
import { CLAIM_COOKIE, createClaimSecret, hashClaimSecret } from '#lib/features/quotes/claim.ts';
import type { QuoteMaker } from '#lib/features/quotes/create-quote.ts';
import { getViewer } from '#lib/server/session.ts';

/** The account that is signed in, or the guest's browser, which keeps the secret to claim with. */
export async function findMaker(): Promise<{ maker: QuoteMaker; secret: string | null }> {
  const viewer = await getViewer();
  if (viewer) return { maker: { kind: 'account', accountId: viewer.accountId }, secret: null };

  const kept = (await cookies()).get(CLAIM_COOKIE)?.value;
  const secret = kept && hashClaimSecret(kept) ? kept : createClaimSecret();
  const claimHash = hashClaimSecret(secret);
  if (!claimHash) throw new TypeError('A new claim secret is not one');
  return { maker: { kind: 'guest', claimHash }, secret };
}
