import { setMaxListeners } from 'node:events';
import { toKey, toPath, toWords } from './address.ts';
import { type CacheEntry, createMemoryCache, type EsiCache } from './cache.ts';
import type { EsiCall, EsiClient } from './client.ts';
import { createLimits } from './limits.ts';
import type { EsiOperation, EsiResponse } from './operation.ts';
import { createPace } from './pace.ts';
import { toEntry, toResponse } from './read-answer.ts';
import { readError } from './read-error.ts';
import { requestAllPages } from './request-all-pages.ts';
import { createFlights } from './share-flight.ts';
import { createTransport } from './transport.ts';
import { withRetries } from './with-retries.ts';

/** The specification that the schemas of the operations were read from. */
export const COMPATIBILITY_DATE = '2026-08-04';
const LANGUAGE = 'en';
/** An ETag has stayed the same while the data changed: so often everything is read without one. */
const FULL_READ_MS = 24 * 3_600_000;
/** A clock that is set back by more than this makes what is held worthless. */
const CLOCK_SLACK_MS = 60_000;

/** Where ESI is, who we are, and the limits of one client. */
export type EsiClientOptions = {
  /** `https://esi.evetech.net`, without a slash at the end. */
  readonly baseUrl: string;
  /** `App/1.2.3 (mail@example.com; +https://…)`: CCP blocks those whom it cannot reach. */
  readonly userAgent: string;
  /** YYYY-MM-DD. */
  readonly compatibilityDate?: string;
  /** For one try; ESI itself gives up after 10 s. 10 s by default. */
  readonly timeoutMs?: number;
  /** For all tries of one request together. 30 s by default. */
  readonly deadlineMs?: number;
  readonly maxBodyBytes?: number;
  /** Longest first wait between two tries, before doubling. 400 ms by default. */
  readonly retryBaseMs?: number;
  readonly connections?: number;
  /** False only before a server that does not count calls for the items of contracts, as no real one. */
  readonly pacesContractItems?: boolean;
  readonly clock?: () => Date;
  readonly log?: { debug(fields: object, message: string): void };
  readonly cache?: EsiCache;
};

/** A client of ESI that keeps its rules: cache, limits, contact, compatibility date. */
export function createEsiClient(options: EsiClientOptions): EsiClient {
  const { timeoutMs = 10_000, deadlineMs = 30_000, retryBaseMs = 400, log } = options;
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
    const request = {
      method: operation.method,
      path: toPath(operation),
      headers: {
        accept: 'application/json',
        // Packed, a small answer may become a huge one here.
        'accept-encoding': 'identity',
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
      // Others may have been refused while this one waited, for its turn or for another try.
      limits.assertOpen(operation);
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
    const run = () =>
      operation.method === 'GET'
        ? withRetries(attempt, { deadlineMs, baseMs: retryBaseMs, signal: call.signal })
        : attempt(timeoutMs);
    return operation.isContractItems && options.pacesContractItems !== false
      ? pace(String(operation.characterId), call.signal, run)
      : run();
  }

  const mayBeRevived = ({ etag, readAt }: CacheEntry) =>
    etag !== null && Math.abs(clock().getTime() - readAt.getTime()) < FULL_READ_MS;

  const isFresh = ({ fetchedAt, expiresAt }: CacheEntry) =>
    clock() < expiresAt && fetchedAt.getTime() - clock().getTime() < CLOCK_SLACK_MS;

  async function get<T>(operation: EsiOperation<T>, key: string, call: EsiCall) {
    const known = cache.get(key);
    const held = known && mayBeRevived(known) ? known : undefined;
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
    const key = toKey(operation, { language: LANGUAGE, compatibilityDate });
    const held = cache.get(key);
    if (held && isFresh(held)) {
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
