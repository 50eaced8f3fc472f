import { readCookies, seeOther, toRefusal } from '#app/api/auth/answers.ts';
import { finishSignIn } from '#lib/features/accounts/finish-sign-in.ts';
import { CLAIM_COOKIE, CLEARED_CLAIM_COOKIE, hashClaimSecret } from '#lib/features/quotes/claim.ts';
import { claimGuestQuotes, hasGuestQuotes } from '#lib/features/quotes/claim-guest-quotes.ts';
import { type Container, getContainer } from '#lib/server/container.ts';
import { problem, route } from '#lib/server/http.ts';

type Context = { readonly params: Promise<{ nextauth: string[] }> };

/**
 * GET /api/auth/callback/eve — where EVE sends the browser back to. Of next-auth's own addresses this is
 * the only one that is served: the rest of its dance happens in the feature.
 */
export const GET = route<Context>(async (request, { params }) => {
  const { nextauth } = await params;
  if (nextauth.join('/') !== 'callback/eve') return problem(404, 'Not found');

  const container = getContainer();
  const cookies = await readCookies();
  const query = new URL(request.url).searchParams;
  const outcome = await finishSignIn(container, { query, cookies }, request.signal);
  if (!outcome.ok) {
    if (outcome.isMergeOffered) return seeOther('/account/merge', outcome.setCookies);
    return seeOther(toRefusal(outcome.reason, outcome.asked), outcome.setCookies);
  }
  const isSpent = await claimQuotes(container, outcome.accountId, cookies.get(CLAIM_COOKIE));
  // The next guest of this browser gets a secret of its own: whoever saw this one has nothing of it.
  const cleared = isSpent ? [CLEARED_CLAIM_COOKIE] : [];
  return seeOther(outcome.returnTo, [...outcome.setCookies, ...cleared]);
});

/**
 * Being signed in without the quotes is better than not being signed in; the cookie stays for next time.
 *
 * @returns Whether the secret owns nothing any more.
 */
async function claimQuotes(
  container: Container,
  accountId: string,
  secret: string | undefined,
): Promise<boolean> {
  const claimHash = hashClaimSecret(secret);
  if (!claimHash) return false;
  try {
    const count = await claimGuestQuotes(container, { accountId, claimHash }, container.clock());
    container.log.info({ accountId, count }, 'the quotes of a guest were claimed');
    return !(await hasGuestQuotes(container, claimHash));
  } catch (error) {
    container.log.error({ err: error, accountId }, 'the quotes of a guest could not be claimed');
    return false;
  }
}
