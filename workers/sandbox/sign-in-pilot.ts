import { createPkcePair, createState } from '#lib/eve/sso/index.ts';
import { completeSignIn, type SignInOutcome } from '#lib/features/accounts/complete-sign-in.ts';
import { PURPOSES } from '#lib/features/accounts/purposes.ts';
import { refreshAffiliation } from '#lib/features/accounts/refresh-affiliation.ts';
import type { Purpose } from '#lib/features/accounts/schema.ts';
import type { Container } from '#lib/server/container.ts';
import type { Viewer } from '#lib/server/viewer.ts';

/**
 * Sign a sandbox pilot in as a browser would, through the sandbox's own sign-in page: nothing here
 * knows more than a person in front of it.
 *
 * @param viewer Who is signed in already: the character becomes another of theirs.
 */
export async function signInPilot(
  container: Container,
  {
    characterId,
    purpose,
    viewer = null,
  }: { readonly characterId: number; readonly purpose: Purpose; readonly viewer?: Viewer | null },
  signal: AbortSignal,
): Promise<SignInOutcome> {
  const { codeVerifier, codeChallenge } = createPkcePair();
  const state = createState();
  const { scopes } = PURPOSES[purpose];
  const page = new URL(await container.sso.getRedirectUrl({ state, codeChallenge, scopes }));
  // What a click on the pilot's portrait adds.
  page.searchParams.set('character', String(characterId));

  const answer = await fetch(page, { redirect: 'manual', signal });
  const returned = new URL(answer.headers.get('location') ?? '', container.env.PUBLIC_URL);
  const code = returned.searchParams.get('code');
  if (code === null) throw new Error(`The sandbox did not sign ${characterId} in`);

  const tokens = await container.sso.getAccessToken({ code, codeVerifier }, { signal });
  const outcome = await completeSignIn(container, {
    tokens,
    purpose,
    intent: 'sign-in',
    viewer,
    sessionToken: undefined,
  });
  if (outcome.ok) await refreshAffiliation(container, characterId, signal);
  return outcome;
}
