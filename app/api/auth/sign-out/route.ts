import { readCookies, seeOther } from '#app/api/auth/answers.ts';
import { signOut } from '#lib/features/accounts/sign-out.ts';
import { getContainer } from '#lib/server/container.ts';
import { route } from '#lib/server/http.ts';

/** POST /api/auth/sign-out — from a form: ends the session of this browser, goes to the front page. */
export const POST = route(async () => {
  const cleared = await signOut(getContainer(), await readCookies());
  return seeOther('/', [cleared]);
});
