import type { AskTools } from './ask.ts';
import type { EsiAnswer, EsiBrowser, EsiCall } from './client.ts';
import { createEntries, type Entry } from './entries.ts';
import { EsiError, EsiSchemaError } from './errors.ts';
import { createLoader } from './load-entry.ts';
import { createPauses } from './pauses.ts';
import { toRequest } from './request.ts';
import { createMemoryStore } from './stores/memory-store.ts';
import { type EsiStore, NAMESPACE } from './stores/store.ts';
import { createLocalStore, findStorage } from './stores/web-store.ts';
import { createTurns } from './take-turns.ts';
import { wait as waitFor } from './wait.ts';

export type EsiBrowserOptions = {
  /** Who asks: `App/1.2.3 (mail@example.com; +https://site.example)`. */
  readonly userAgent: string;
  /** `YYYY-MM-DD`: the behaviour of ESI that the caller was written for. */
  readonly compatibilityDate: string;
  /** Default `https://esi.evetech.net`. */
  readonly baseUrl?: string;
  /** Of the names in answers: en (default), de, fr, ja, ru, zh, ko, es. */
  readonly language?: string;
  /** Default: localStorage; on a server the memory of this process. */
  readonly store?: EsiStore;
  /** Under which tabs tell each other of limits and turns. Default `esi-browser`. */
  readonly namespace?: string;
  /**
   * True sends `X-User-Agent`, `X-Compatibility-Date` and `If-None-Match`: in a browser that costs a
   * preflight, and ESI must allow them. False has the first two in the query, and the browser's own
   * cache renews answers by ETag. Default: false in a browser, true on a server.
   */
  readonly sendsHeaders?: boolean;
  /** For one try, in milliseconds; three times that in all. Default 15,000. */
  readonly timeoutMs?: number;
  readonly clock?: () => Date;
  /** From 0 to 1: spreads the pauses between tries. */
  readonly random?: () => number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when it aborts first. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly fetch?: typeof fetch;
};

/**
 * ESI's public routes for pages. Safe to import and to call where there is no window; touches neither
 * network nor storage before the first call.
 */
export function createEsiBrowser({
  namespace = NAMESPACE,
  clock = () => new Date(),
  store = createLocalStore({ namespace, clock }),
  baseUrl = 'https://esi.evetech.net',
  language = 'en',
  sendsHeaders = typeof location === 'undefined',
  timeoutMs = 15_000,
  random = Math.random,
  wait = waitFor,
  fetch = (...args) => globalThis.fetch(...args),
  ...identity
}: EsiBrowserOptions): EsiBrowser {
  const site = { ...identity, baseUrl, language, sendsHeaders };
  const findShared = () => findStorage('localStorage');
  const now = () => clock().getTime();
  const pauses = createPauses(`${namespace}/pause/`, findShared, now);
  const inTurn = createTurns(`${namespace}/turn/`, findShared, now);
  const tools: AskTools = { fetch, now, random, wait, pauses, inTurn, sendsHeaders, timeoutMs };
  const entries = createEntries(store, createMemoryStore());
  const load = createLoader(entries, tools);

  const fetchEsi = async <T>(
    path: string,
    { query = {}, parse, acceptStale, signal }: EsiCall<T> = {},
  ): Promise<EsiAnswer<T>> => {
    const request = { ...toRequest(path, query, site), parse };
    let entry: Entry;
    let isStale = false;
    try {
      entry = await load(request, signal);
    } catch (error) {
      const isPassing =
        error instanceof EsiSchemaError || (error instanceof EsiError && error.isRetryable);
      const last = acceptStale && isPassing ? await entries.read(request.key) : undefined;
      if (last?.data === undefined) throw error;
      entry = last;
      isStale = true;
    }
    try {
      return toAnswer(entry, parse, isStale);
    } catch (cause) {
      throw new EsiSchemaError(`ESI's last answer to ${request.route}`, { cause });
    }
  };

  return { fetchEsi, clock, wait };
}

function toAnswer<T>(
  { data, expiresAt, modified, pages }: Entry,
  parse: ((value: unknown) => T) | undefined,
  isStale: boolean,
): EsiAnswer<T> {
  const modifiedMs = Date.parse(modified ?? '');
  return {
    // Without `parse` the caller answers for the type.
    data: parse ? parse(data) : (data as T),
    expiresAt: new Date(expiresAt),
    lastModified: Number.isNaN(modifiedMs) ? null : new Date(modifiedMs),
    isStale,
    pages: Number(pages) || null,
  };
}
