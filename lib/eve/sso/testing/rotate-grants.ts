import type { SignInServer } from './start-sign-in-server.ts';

/** EVE at its strictest: each refresh token works once. */
export type RotatingGrant = {
  /** The one that works now. */
  living(): string;
  /** How often EVE refused one that was used up. */
  readonly refusals: string[];
};

/**
 * Let the server give another refresh token for each: 'r1', 'r2' …
 *
 * @param change Of the claims of each access token.
 */
export function rotateGrants(
  server: SignInServer,
  change: Record<string, unknown> = {},
): RotatingGrant {
  let count = 1;
  const refusals: string[] = [];
  server.answerTokens(async (form) => {
    const sent = form.get('refresh_token') ?? '';
    if (sent !== `r${count}`) {
      refusals.push(sent);
      return { status: 400, body: '{"error":"invalid_grant"}' };
    }
    count += 1;
    const access_token = await server.sign({ jti: `${count}`, ...change });
    const refresh_token = `r${count}`;
    return {
      status: 200,
      body: JSON.stringify({ access_token, expires_in: 1_199, refresh_token }),
    };
  });
  return { living: () => `r${count}`, refusals };
}
