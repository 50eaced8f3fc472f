import { SsoClientError, SsoGrantError, SsoUnavailableError } from './errors.ts';
import type { HttpAnswer } from './http.ts';
import { oauthErrorSchema, tokenResponseSchema } from './schema.ts';

/**
 * The tokens of an answer of the token endpoint; the access token is not checked.
 *
 * @param secrets What was sent: an error does not repeat it.
 */
export function readTokens(answer: HttpAnswer, secrets: readonly string[]) {
  if (answer.status !== 200) throw toError(answer, secrets);
  const parsed = tokenResponseSchema.safeParse(answer.json);
  if (!parsed.success) throw new SsoUnavailableError('answer', answer.status);
  return parsed.data;
}

/** What is shorter stands in plain words by chance. */
const SHORTEST_SECRET = 8;

/**
 * Tell what ends a grant from what says nothing about it.
 *
 * @param secrets What was sent: a server may repeat it, and an error ends up in a log.
 */
export function toError({ status, json }: HttpAnswer, secrets: readonly string[]): Error {
  const parsed = oauthErrorSchema.safeParse(json);
  if (status >= 500 || status === 429 || status < 400 || !parsed.success) {
    return new SsoUnavailableError('answer', status);
  }
  const { error, error_description: description } = parsed.data;
  const whole = description ? `${error} (${description})` : error;
  const said = secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, '[cut]'), whole);
  // EVE has spelled these as "invalid_grant: Token is expired or invalid." too.
  const isFinal = error.includes('invalid_grant') || error.includes('invalid_token');
  return isFinal ? new SsoGrantError(said) : new SsoClientError(status, said);
}
