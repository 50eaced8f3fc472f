/**
 * One request over the wire: its turn, its tries, and what is learned from each answer.
 *
 * @module
 */
import { toWords, type Variant } from './address.ts';
import { type Admission, type Breaker, createBreaker } from './breaker.ts';
import { readBucket, readCount } from './costs.ts';
import { EsiError } from './errors.ts';
import { readDate } from './freshness.ts';
import type { EsiCallEvent, EsiHooks } from './hooks.ts';

import type { Limits, Ticket } from './limits.ts';
import { type EsiOperation, methodOf } from './operation.ts';
import { freshForOf } from './posts.ts';
import { readError } from './read-error.ts';
import type { EsiRoute } from './route.ts';
import type { StopSignal } from './stop-signal.ts';
import type { RawAnswer, RawRequest, Transport } from './transport.ts';
import { withRetries } from './with-retries.ts';

type Parts = {
  readonly transport: Transport;
  readonly limits: Limits;
  readonly clock: () => Date;
  readonly hooks: EsiHooks;
  readonly userAgent: string;
  readonly variant: Variant;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retryBaseMs: number;
};
/** Who may stop it, and whose token goes with it. */
export type WiredCall = { readonly signal: StopSignal; readonly accessToken?: string };
type Turn = {
  readonly ticket: Ticket;
  readonly admission: Admission;
  readonly waitedMs: number;
};

const GOOD: readonly number[] = [200, 201, 204, 304];

/** Makes calls that keep ESI's rules. What comes back is 200, 201, 204 or 304; all else is thrown. */
export type CallEsi = (
  operation: EsiOperation<unknown>,
  address: string,
  call: WiredCall,
  etag: string | null,
) => Promise<RawAnswer>;

export function createCallEsi(parts: Parts): CallEsi {
  const { transport, limits, clock, hooks, timeoutMs, deadlineMs, retryBaseMs } = parts;
  const breakers = new Map<EsiRoute, Breaker>();

  function breakerOf({ route }: EsiOperation<unknown>): Breaker {
    const known = breakers.get(route) ?? createBreaker(clock);
    breakers.set(route, known);
    return known;
  }

  async function enter(operation: EsiOperation<unknown>, { signal }: WiredCall): Promise<Turn> {
    const startMs = performance.now();
    const ticket = await limits.enter(operation, signal);
    try {
      const admission = await breakerOf(operation).enter(signal);
      return { ticket, admission, waitedMs: performance.now() - startMs };
    } catch (error) {
      ticket.release();
      throw error;
    }
  }

  async function attempt(
    operation: EsiOperation<unknown>,
    request: RawRequest,
    { ticket, admission, waitedMs }: Turn,
    options: { timeoutMs: number; signal: StopSignal },
  ): Promise<RawAnswer> {
    const startMs = performance.now();
    let answer: RawAnswer | null = null;
    let failure: unknown;
    try {
      answer = await (hooks.trace
        ? hooks.trace(operation.route, () => transport.send(request, options))
        : transport.send(request, options));
      if (GOOD.includes(answer.status)) return answer;
      throw readError(answer, toWords(operation), limits.groupOf(operation));
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      admission.note(request.path, failure);
      const error = failure instanceof EsiError ? failure : null;
      ticket.settle(answer, error);
      hooks.onCall?.({
        route: operation.route,
        status: answer?.status ?? null,
        code: error?.code ?? null,
        durationMs: performance.now() - startMs,
        waitedMs,
        requestId: answer?.header('x-esi-request-id') ?? null,
        ...readCounts(answer),
      });
    }
  }

  return async (operation, address, call, etag) => {
    const request = toRequest(operation, address, call, { etag, parts });
    const { signal } = call;
    const mayBeRepeated = methodOf(operation) === 'GET' || freshForOf(operation.route) !== null;
    if (!mayBeRepeated) {
      return attempt(operation, request, await enter(operation, call), { timeoutMs, signal });
    }
    return withRetries(
      () => enter(operation, call),
      (turn, remainingMs) =>
        attempt(operation, request, turn, { timeoutMs: Math.min(timeoutMs, remainingMs), signal }),
      { deadlineMs, baseMs: retryBaseMs, signal },
    );
  };
}

function readCounts(
  answer: RawAnswer | null,
): Pick<EsiCallEvent, 'bucket' | 'errorsLeft' | 'expiresAt' | 'pages'> {
  const errorsLeft = readCount(answer?.header('x-esi-error-limit-remain') ?? null);
  return {
    bucket: answer && readBucket(answer),
    errorsLeft,
    expiresAt: readDate(answer?.header('expires') ?? null),
    pages: readCount(answer?.header('x-pages') ?? null),
  };
}

function toRequest(
  operation: EsiOperation<unknown>,
  address: string,
  { accessToken }: WiredCall,
  { etag, parts: { userAgent, variant } }: { etag: string | null; parts: Parts },
): RawRequest {
  const { body } = operation;
  return {
    method: methodOf(operation),
    path: address,
    headers: {
      // Packed, a small answer may become a huge one here.
      'accept-encoding': 'identity',
      ...(variant.language !== 'en' && { 'accept-language': variant.language }),
      'user-agent': userAgent,
      'x-compatibility-date': variant.compatibilityDate,
      ...(variant.tenant !== 'tranquility' && { 'x-tenant': variant.tenant }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      ...(etag !== null && { 'if-none-match': etag }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  };
}
