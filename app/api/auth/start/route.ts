import { seeOther, toRefusal } from '#app/api/auth/answers.ts';
import { SIGN_IN_REFUSALS, startSignInSchema } from '#lib/features/accounts/schema.ts';
import { startSignIn } from '#lib/features/accounts/start-sign-in.ts';
import { getCaller } from '#lib/server/caller.ts';
import { getContainer } from '#lib/server/container.ts';
import { readForm, route } from '#lib/server/http.ts';
import { refusalPage } from '#lib/server/refusal-page.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { safeReturnPath } from '#lib/server/return-path.ts';

/** POST /api/auth/start — a form with purpose, intent and callbackUrl: goes on to EVE's sign-in. */
export const POST = route(async (request) => {
  const asked = startSignInSchema.parse(await readForm(request));
  const outcome = await startSignIn(getContainer(), asked, {
    caller: await getCaller(),
    signal: request.signal,
  });
  if (outcome.ok) return seeOther(outcome.location, outcome.setCookies);
  if (outcome.reason === 'limited') return tooManySignIns();
  const returnTo = safeReturnPath(asked.callbackUrl);
  return seeOther(toRefusal(outcome.reason, { ...asked, returnTo }));
});

/** A form answers with a page. */
function tooManySignIns(): Response {
  const page = refusalPage({ title: 'Too often', detail: SIGN_IN_REFUSALS.limited });
  return new Response(page, {
    status: 429,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Retry-After': String(BUDGETS.signIns.durationS),
    },
  });
}
