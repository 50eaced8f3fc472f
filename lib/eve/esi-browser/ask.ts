import type { Entry } from './entries.ts';
import {
  EsiNetworkError,
  EsiSchemaError,
  EsiServerError,
  EsiTimeoutError,
  toFailure,
} from './errors.ts';
import { CEILING_MS, freshForMs } from './freshness.ts';
import type { Pauses } from './pauses.ts';
import type { EsiRequest } from './request.ts';
import type { InTurn } from './take-turns.ts';
import { within } from './wait.ts';

export type AskTools = {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly pauses: Pauses;
  readonly inTurn: InTurn;
  readonly sendsHeaders: boolean;
  readonly timeoutMs: number;
};

const TRIES = 3;
const BACK_OFF_MS = 500;
/** What is no answer is asked for again after an hour, though ESI may say that it lasts a day. */
const FAULTY_MS = 3_600_000;
/** The body of a refusal may be HTML, and what `parse` says is as long as a list. */
const LONGEST_REASON = 200;

/**
 * Ask ESI, three times at most, with growing pauses of random length.
 *
 * @param kept What an earlier answer was, to be renewed.
 * @returns With a `fault` where ESI gives nothing that can be read until it expires.
 * @throws {EsiError} Of any kind but a torn read.
 */
export async function ask(
  request: EsiRequest,
  kept: Entry | undefined,
  tools: AskTools,
  signal: AbortSignal,
): Promise<Entry> {
  const { now, pauses, random, wait, inTurn } = tools;
  // An ETag has been seen to stay while the data changed.
  let isWhole = kept !== undefined && now() - kept.wholeAt > CEILING_MS;

  for (let nth = 1; ; nth++) {
    if (request.route.endsWith('history')) {
      await wait(await inTurn('history', signal, async () => pauses.takePlace()), signal);
    }
    pauses.check(request.route);
    try {
      return await askOnce(request, kept, isWhole, tools, signal);
    } catch (error) {
      if (nth === TRIES || !isWorthAnother(error)) throw error;
      // The browser's own cache would give the same bad text once more; ESI itself is asked once for another.
      isWhole ||= error instanceof EsiSchemaError;
      await wait(random() * BACK_OFF_MS * 2 ** nth, signal);
    }
  }
}

async function askOnce(
  { url, headers, route, parse }: EsiRequest,
  last: Entry | undefined,
  isWhole: boolean,
  { fetch, now, pauses, sendsHeaders, timeoutMs }: AskTools,
  signal: AbortSignal,
): Promise<Entry> {
  const kept = isWhole ? undefined : last;
  const hurried = within(timeoutMs, signal);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      headers: sendsHeaders && kept?.etag ? { ...headers, 'If-None-Match': kept.etag } : headers,
      // Where it is stale, a browser renews its copy by ETag itself, and that takes no preflight.
      cache: isWhole ? 'reload' : 'default',
      credentials: 'omit',
      signal: hurried,
    });
    text = await response.text();
  } catch (cause) {
    const Fault = hurried.aborted ? EsiTimeoutError : EsiNetworkError;
    throw new Fault(`ESI did not answer ${route}`, { cause });
  }

  const { status } = response;
  pauses.note(route, response);
  if (status === 420 || status === 429) pauses.check(route);
  const said = `ESI answered ${status} to ${route}: `;
  if (status >= 500) throw new EsiServerError(status, said + text.slice(0, LONGEST_REASON));
  const read = (name: string) => response.headers.get(name);
  const base = status === 304 ? kept : undefined;
  const receivedAt = now();
  const expires = read('expires');
  const modified = read('last-modified') ?? base?.modified ?? null;
  const freshMs = freshForMs(expires, modified, receivedAt);
  let data: unknown;
  try {
    if (status >= 400) throw text;
    data = base ? base.data : status === 204 ? null : JSON.parse(text);
    parse?.(data);
  } catch (cause) {
    const fault = {
      status,
      text: said + String(cause).slice(0, LONGEST_REASON),
      cause: () => cause,
    };
    if (status < 400 && !expires && !isWhole) throw toFailure(fault);
    // The next one is read in whole: by its ETag a browser would renew the bad text.
    return {
      // What is gone is gone; what cannot be read may come again.
      ...(status < 400 && last),
      fault,
      receivedAt,
      expiresAt: receivedAt + Math.min(freshMs, FAULTY_MS),
      wholeAt: 0,
      etag: null,
    };
  }
  return {
    data,
    receivedAt,
    expiresAt: receivedAt + freshMs,
    // A browser does not tell whether it renewed. Without Expires it guesses, sometimes for weeks.
    wholeAt: expires ? ((sendsHeaders ? base : kept)?.wholeAt ?? receivedAt) : 0,
    etag: read('etag') ?? base?.etag ?? null,
    modified,
    pages: read('x-pages') ?? base?.pages ?? null,
  };
}

function isWorthAnother(error: unknown): boolean {
  return error instanceof EsiServerError
    ? [502, 503, 504].includes(error.status)
    : [EsiNetworkError, EsiTimeoutError, EsiSchemaError].some((kind) => error instanceof kind);
}
