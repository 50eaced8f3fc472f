import type { Entry } from './entries.ts';
import {
  EsiNetworkError,
  EsiNotFoundError,
  EsiRequestError,
  EsiSchemaError,
  EsiServerError,
  EsiTimeoutError,
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

/**
 * Ask ESI, three times at most, with growing pauses of random length.
 *
 * @param kept What an earlier answer was, to be renewed.
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
      return await askOnce(request, isWhole ? undefined : kept, isWhole, tools, signal);
    } catch (error) {
      const isUnread = error instanceof EsiSchemaError;
      // The browser's own cache would give the same bad text once more; ESI itself is asked once for another.
      if (nth === TRIES || !isWorthAnother(error) || (isUnread && isWhole)) throw error;
      isWhole ||= isUnread;
      await wait(random() * BACK_OFF_MS * 2 ** nth, signal);
    }
  }
}

async function askOnce(
  { url, headers, route }: EsiRequest,
  kept: Entry | undefined,
  isWhole: boolean,
  { fetch, now, pauses, sendsHeaders, timeoutMs }: AskTools,
  signal: AbortSignal,
): Promise<Entry> {
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
  if (status >= 400) refuse(status, text, route, pauses);
  const read = (name: string) => response.headers.get(name);
  const base = status === 304 ? kept : undefined;
  const receivedAt = now();
  const expires = read('expires');
  const modified = read('last-modified') ?? base?.modified ?? null;
  return {
    data: base ? base.data : status === 204 ? null : parseJson(text, route),
    receivedAt,
    expiresAt: receivedAt + freshForMs(expires, modified, receivedAt),
    // A browser does not tell whether it renewed. Without Expires it guesses, sometimes for weeks.
    wholeAt: expires ? ((sendsHeaders ? base : kept)?.wholeAt ?? receivedAt) : 0,
    etag: read('etag') ?? base?.etag ?? null,
    modified,
    pages: read('x-pages') ?? base?.pages ?? null,
  };
}

/** The body of a refusal may be HTML. */
function refuse(status: number, text: string, route: string, pauses: Pauses): never {
  if (status === 420 || status === 429) pauses.check(route);
  const message = `ESI answered ${status} to ${route}: ${text.slice(0, 200)}`;
  if (status >= 500) throw new EsiServerError(status, message);
  throw status === 404 ? new EsiNotFoundError(message) : new EsiRequestError(message);
}

function parseJson(text: string, route: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EsiSchemaError(`ESI's answer to ${route} is no JSON`, { cause });
  }
}

function isWorthAnother(error: unknown): boolean {
  return error instanceof EsiServerError
    ? [502, 503, 504].includes(error.status)
    : [EsiNetworkError, EsiTimeoutError, EsiSchemaError].some((kind) => error instanceof kind);
}
