import { seeOther, toSignIn } from '#app/api/auth/answers.ts';
import { startSignInSchema } from '#lib/features/accounts/schema.ts';
import { startSignIn } from '#lib/features/accounts/start-sign-in.ts';
import { getContainer } from '#lib/server/container.ts';
import { readForm, route } from '#lib/server/http.ts';
import { clientAddress } from '#lib/server/request-limits.ts';
import { safeReturnPath } from '#lib/server/return-path.ts';

/** POST /api/auth/start — a form with purpose, intent and callbackUrl: goes on to EVE's sign-in. */
export const POST = route(async (request) => {
  const asked = startSignInSchema.parse(await readForm(request));
  const outcome = await startSignIn(getContainer(), asked, {
    address: clientAddress(request.headers),
    signal: request.signal,
  });
  return outcome.ok
    ? seeOther(outcome.location, outcome.setCookies)
    : seeOther(toSignIn(outcome.reason, safeReturnPath(asked.callbackUrl)));
});
