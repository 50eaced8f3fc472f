import { setMaxListeners } from 'node:events';
import { type CacheEntry, createMemoryCache, type EsiCache } from './cache.ts';
import { EsiSchemaError, EsiServerError } from './errors.ts';
import { readDate, readPages, toExpiry } from './freshness.ts';
import { createLimits } from './limits.ts';
import type { EsiOperation, EsiPages, EsiResponse, PagedEsiOperation } from './operation.ts';
import { createPace } from './pace.ts';
import { readError } from './read-error.ts';
import { requestAllPages } from './request-all-pages.ts';
import { createFlights } from './share-flight.ts';
import { createTransport, type RawAnswer } from './transport.ts';
import { withRetries } from './with-retries.ts';

/** The specification that the schemas of the operations were read from. */
export const COMPATIBILITY_DATE = '2026-08-04';
const LANGUAGE = 'en';

export type EsiClientOptions = {
  /** `https://esi.evetech.net`, without a slash at the end. */
  readonly baseUrl: string;
  /** `App/1.2.3 (mail@example.com; +https://…)`: CCP blocks those whom it cannot reach. */
  readonly userAgent: string;
  /** YYYY-MM-DD. */
  readonly compatibilityDate?: string;
  /** For one try; ESI itself gives up after 10 s. 15 s by default. */
  readonly timeoutMs?: number;
  /** For all tries of one request together. 40 s by default. */
  readonly deadlineMs?: number;
  readonly maxBodyBytes?: number;
  /** Longest first wait between two tries, before doubling. 400 ms by default. */
  readonly retryBaseMs?: number;
  readonly connections?: number;
  readonly clock?: () => Date;
  readonly log?: { debug(fields: object, message: string): void };
  readonly cache?: EsiCache;
};

/** How a call is made: who may stop it, and whose token goes with it. */
export type EsiCall = { readonly signal: AbortSignal; readonly accessToken?: string };

export type EsiClient = AsyncDisposable & {
  /**
   * Make one call, or answer it from memory as long as ESI has nothing newer.
   *
   * @throws {EsiError} One of errors.ts. The reason of `signal` when it aborts.
   */
  request<T>(operation: EsiOperation<T>, call: EsiCall): Promise<EsiResponse<T>>;
  /**
   * Read a whole list from one moment: every page has the same `Last-Modified` and page count.
   *
   * @throws {EsiTornReadError} When that failed three times. Else as `request`.
   */
  requestAllPages<Row>(operation: PagedEsiOperation<Row>, call: EsiCall): Promise<EsiPages<Row>>;
};

/** A client of ESI that keeps its rules: cache, limits, contact, compatibility date. */
export function createEsiClient(options: EsiClientOptions): EsiClient {
  const { timeoutMs = 15_000, deadlineMs = 40_000, retryBaseMs = 400, log } = options;
  const clock = options.clock ?? (() => new Date());
  const cache = options.cache ?? createMemoryCache();
  const limits = createLimits(clock);
  const pace = createPace({ clock });
  const share = createFlights();
  const transport = createTransport({
    baseUrl: options.baseUrl,
    connections: options.connections ?? 16,
    maxBodyBytes: options.maxBodyBytes ?? 16 * 1024 * 1024,
  });
  const compatibilityDate = options.compatibilityDate ?? COMPATIBILITY_DATE;
  if (options.userAgent.trim() === '')
    throw new RangeError('ESI needs a user agent with a contact');

  async function send<T>(operation: EsiOperation<T>, call: EsiCall, held: CacheEntry | undefined) {
    limits.assertOpen(operation);
    if (operation.isContractItems) await pace(String(operation.characterId), call.signal);
    const request = {
      method: operation.method,
      path: toPath(operation),
      headers: {
        accept: 'application/json',
        'accept-language': LANGUAGE,
        'user-agent': options.userAgent,
        'x-compatibility-date': compatibilityDate,
        ...(operation.body !== undefined && { 'content-type': 'application/json' }),
        ...(call.accessToken !== undefined && { authorization: `Bearer ${call.accessToken}` }),
        ...(held?.etag && { 'if-none-match': held.etag }),
      },
      body: operation.body === undefined ? null : JSON.stringify(operation.body),
    };
    const attempt = async (remainingMs: number) => {
      const answer = await transport.send(request, {
        timeoutMs: Math.min(timeoutMs, remainingMs),
        signal: call.signal,
      });
      limits.learn(operation, answer);
      log?.debug({ operation: operation.name, status: answer.status }, 'ESI answered');
      if ([200, 201, 204, 304].includes(answer.status)) return answer;
      const error = readError(answer, toWords(operation), limits.groupOf(operation));
      limits.block(operation, error);
      throw error;
    };
    return operation.method === 'GET'
      ? withRetries(attempt, { deadlineMs, baseMs: retryBaseMs, signal: call.signal })
      : attempt(timeoutMs);
  }

  async function get<T>(operation: EsiOperation<T>, key: string, call: EsiCall) {
    const held = cache.get(key);
    const answer = await send(operation, call, held);
    const entry = toEntry(operation, answer, held, clock());
    cache.set(key, entry);
    return toResponse<T>(entry, { fromCache: false, notModified: answer.status === 304 });
  }

  async function request<T>(operation: EsiOperation<T>, call: EsiCall): Promise<EsiResponse<T>> {
    call.signal.throwIfAborted();
    // One signal of a worker may wait for many answers at once: that is no leak.
    setMaxListeners(0, call.signal);
    if (operation.characterId !== null && call.accessToken === undefined) {
      throw new TypeError(`${operation.name} needs an access token`);
    }
    if (operation.method !== 'GET') {
      const answer = await send(operation, call, undefined);
      const entry = toEntry(operation, answer, undefined, clock());
      return toResponse<T>(entry, { fromCache: false, notModified: false });
    }
    const key = toKey(operation, compatibilityDate);
    const held = cache.get(key);
    if (held && clock() < held.expiresAt) {
      return toResponse<T>(held, { fromCache: true, notModified: false });
    }
    return share(key, call.signal, (signal) => get(operation, key, { ...call, signal }));
  }

  return {
    request,
    requestAllPages: (operation, call) => requestAllPages({ request, clock }, operation, call),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  };
}

function toEntry(
  operation: EsiOperation<unknown>,
  answer: RawAnswer,
  held: CacheEntry | undefined,
  receivedAt: Date,
): CacheEntry {
  const requestId = answer.header('x-esi-request-id');
  const lastModified = readDate(answer.header('last-modified'));
  const times = { fetchedAt: receivedAt, expiresAt: toExpiry(answer, receivedAt), requestId };
  if (answer.status === 304) {
    if (!held) throw new EsiServerError(304, toWords(operation), { requestId });
    const pages =
      answer.header('x-pages') === null ? held.pages : readPages(answer, operation.name);
    return {
      ...held,
      ...times,
      etag: answer.header('etag') ?? held.etag,
      lastModified: lastModified ?? held.lastModified,
      pages,
    };
  }
  return {
    ...times,
    data: parseBody(operation, answer),
    status: answer.status,
    etag: answer.header('etag'),
    lastModified,
    pages: readPages(answer, operation.name),
    sizeBytes: answer.text.length,
  };
}

// A 200 with HTML or half a document happens. It must neither be believed nor kept.
function parseBody(operation: EsiOperation<unknown>, answer: RawAnswer): unknown {
  const requestId = answer.header('x-esi-request-id');
  let json: unknown;
  try {
    json = answer.text === '' ? undefined : JSON.parse(answer.text);
  } catch (cause) {
    throw new EsiSchemaError(`ESI sent no JSON for ${toWords(operation)}`, { cause, requestId });
  }
  const parsed = operation.schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new EsiSchemaError(`ESI sent something unknown for ${toWords(operation)}`, {
    cause: parsed.error,
    requestId,
  });
}

function toResponse<T>(
  { data, status, fetchedAt, lastModified, expiresAt, pages, requestId }: CacheEntry,
  from: { fromCache: boolean; notModified: boolean },
): EsiResponse<T> {
  // The operation's own schema made it when it came in.
  const own = data as T;
  return { ...from, data: own, status, fetchedAt, lastModified, expiresAt, pages, requestId };
}

function toPath({ path, query = {} }: EsiOperation<unknown>): string {
  const sorted = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = new URLSearchParams(sorted.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

function toKey(operation: EsiOperation<unknown>, compatibilityDate: string): string {
  const { method, characterId } = operation;
  return [method, toPath(operation), LANGUAGE, compatibilityDate, characterId ?? ''].join(' ');
}

function toWords(operation: EsiOperation<unknown>): string {
  return `${operation.method} ${operation.path}`;
}
