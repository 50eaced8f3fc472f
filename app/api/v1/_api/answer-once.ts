import * as z from 'zod';
import { toCanonicalJson } from '#lib/server/canonical-json.ts';
import { describeError, HttpError, respond } from '#lib/server/http.ts';
import { answerOnce, type OnceOutcome } from '#lib/server/kept-answers.ts';
import type { ApiCaller } from './api-caller.ts';
import type { Format } from './choose-format.ts';
import type { ApiContext, Endpoint, RawInput } from './endpoint.ts';

type Asked = {
  /** As the header has it. */
  readonly key: string;
  readonly path: string;
  readonly raw: RawInput;
  readonly format: Format;
};

/** Printable, and no longer than anybody makes one. */
const KEY_TEXT = /^[\x21-\x7e]{1,255}$/;
const RUNNING_RETRY_S = 1;

/**
 * Perform what makes something once for an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header):
 * who asks the same again gets the same answer, for 24 hours. What was refused made nothing, and is tried
 * again.
 *
 * @throws {z.ZodError} For what does not fit.
 * @throws {HttpError} 400 for no key, 422 for one that was used for something else, 409 while the first
 *   request is being answered.
 */
export async function performOnce(
  endpoint: Endpoint,
  ask: Omit<ApiContext, 'seed'>,
  { key, path, raw, format }: Asked,
): Promise<Response> {
  // The draft has it as a string of a structured field; most programs send it bare.
  const bare = /^"(.*)"$/.exec(key)?.[1] ?? key;
  if (!KEY_TEXT.test(bare)) throw badKey();
  // Before it is written anew: what does not fit may be nested deeper than anybody can walk.
  endpoint.check(raw);
  const question = {
    owner: ownerOf(ask.caller),
    operation: `POST ${path}`,
    key: bare,
    request: toCanonicalJson({ body: raw.body, query: raw.query.toString(), format }),
  };
  const outcome = await answerOnce(ask.container, question, async (seed) => {
    try {
      const { text, headers } = await endpoint.perform({ ...ask, seed }, raw, format);
      return {
        answer: { status: endpoint.status, headers: { ...headers }, body: text },
        isToKeep: true,
      };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const refused = respond(describeError(error, () => ask.container.log));
      const headers = Object.fromEntries(refused.headers);
      const answer = { status: refused.status, headers, body: await refused.text() };
      return { answer, isToKeep: false };
    }
  });
  return toResponse(outcome);
}

/** Said before anything was made. Of any other error nobody knows. */
function isRefusal(error: unknown): boolean {
  return error instanceof z.ZodError || (error instanceof HttpError && error.problem.status < 500);
}

function toResponse(outcome: OnceOutcome): Response {
  switch (outcome.kind) {
    case 'answered': {
      const { status, headers, body } = outcome.answer;
      const replayed = outcome.isReplayed ? { 'Idempotency-Replayed': 'true' } : {};
      return new Response(body, { status, headers: { ...headers, ...replayed } });
    }
    case 'other-request':
      throw new HttpError({
        status: 422,
        title: 'Another request',
        detail: 'This Idempotency-Key was used for something else. Make a new one.',
        extra: { reason: 'key-reused' },
      });
    case 'running':
      throw new HttpError({
        status: 409,
        title: 'Being done',
        detail: 'A request with this Idempotency-Key is being answered. Ask again in a second.',
        extra: { reason: 'still-running' },
        headers: { 'Retry-After': String(RUNNING_RETRY_S) },
      });
  }
}

/** Of the account, so that a key that is renewed meanwhile makes nothing twice. */
function ownerOf({ key, claimHash }: ApiCaller): string {
  if (key) return `account ${key.viewer.accountId}`;
  if (claimHash) return `claim ${Buffer.from(claimHash).toString('hex')}`;
  // An address is shared by many, who may all begin to count at 1.
  throw new HttpError({
    status: 422,
    title: 'Nobody’s',
    detail: 'Without a key an Idempotency-Key needs Ageira-Claim beside it: whose it is.',
    extra: { reason: 'no-claim' },
  });
}

function badKey(): HttpError {
  return new HttpError({
    status: 400,
    title: 'Not understood',
    detail: 'An Idempotency-Key is 1 to 255 printable characters of ASCII, such as a UUID.',
    extra: { reason: 'idempotency-key-malformed' },
  });
}
