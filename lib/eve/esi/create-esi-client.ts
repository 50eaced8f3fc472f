import { toAddress, toKey, type Variant } from './address.ts';
import type { Answers, KeptAnswer } from './answers/answers.ts';
import { createMemoryAnswers } from './answers/memory-answers.ts';
import type { Budgets } from './budgets/budgets.ts';
import { createMemoryBudgets } from './budgets/memory-budgets.ts';
import { createCallEsi, type WiredCall } from './call-esi.ts';
import type { EsiCall, EsiClient } from './client.ts';
import { createDenials } from './denials.ts';
import { EsiError, EsiNotFoundError, EsiSchemaError } from './errors.ts';
import type { EsiHooks, EsiRequestEvent } from './hooks.ts';
import { createLimits } from './limits.ts';
import { type EsiOperation, methodOf } from './operation.ts';
import { freshForOf } from './posts.ts';
import { readBody, readKept, toHead, toResponse } from './read-answer.ts';
import { requestAllPages } from './request-all-pages.ts';
import type { EsiResponse } from './response.ts';
import type { EsiRoute } from './route.ts';
import { createFlights } from './share-flight.ts';
import { createTransport, EsiTooLargeError, type RawAnswer } from './transport.ts';
import { createTurns } from './turns.ts';
import { createUnreadable } from './unreadable.ts';

/** The specification that the types of the operations were made from. */
export const COMPATIBILITY_DATE = '2026-08-04';
/** They never change, and are asked for once: no other process needs what one has read. */
const READ_ONCE: ReadonlySet<EsiRoute> = new Set([
  'GET /characters/{character_id}/contracts/{contract_id}/items',
  'GET /corporations/{corporation_id}/contracts/{contract_id}/items',
]);
/** An ETag has stayed the same while the data changed: so often everything is read without one. */
const FULL_READ_MS = 24 * 3_600_000;
/** Else each call would look like a fault of the network. */
const HEADER_TEXT = /^[\x20-\x7e]*$/;
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
  /** Of names and descriptions. `en` by default. */
  readonly language?: string;
  /** `tranquility` by default. */
  readonly tenant?: string;
  /** For one try. 15 s by default: ESI itself gives up after 10 s, and then says so. */
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
  readonly hooks?: EsiHooks;
  /** In memory by default. */
  readonly answers?: Answers;
  /** Of this process by default: where several call ESI, they must share theirs. */
  readonly budgets?: Budgets;
};

/**
 * A client of ESI that keeps its rules: cache, limits, contact, compatibility date.
 *
 * @throws {RangeError} Without a user agent, or with one that is not printable ASCII.
 */
export function createEsiClient(options: EsiClientOptions): EsiClient {
  const { hooks = {}, clock = () => new Date() } = options;
  const {
    answers = createMemoryAnswers(),
    budgets = createMemoryBudgets({ clock }),
    pacesContractItems = true,
  } = options;
  if (options.userAgent.trim() === '' || !HEADER_TEXT.test(options.userAgent)) {
    throw new RangeError(
      'ESI needs a user agent with a contact, in letters that a header may have',
    );
  }
  const variant: Variant = {
    language: options.language ?? 'en',
    compatibilityDate: options.compatibilityDate ?? COMPATIBILITY_DATE,
    tenant: options.tenant ?? 'tranquility',
  };
  const ownAnswers = createMemoryAnswers();
  const answersOf = ({ route }: EsiOperation<unknown>) =>
    READ_ONCE.has(route) ? ownAnswers : answers;
  const share = createFlights();
  const turns = createTurns();
  const denials = createDenials(clock);
  const unreadable = createUnreadable(clock);
  const transport = createTransport({
    baseUrl: options.baseUrl,
    connections: options.connections ?? 16,
    maxBodyBytes: options.maxBodyBytes ?? 16 * 1024 * 1024,
  });
  const callEsi = createCallEsi({
    transport,
    limits: createLimits({ budgets, pacesContractItems }),
    clock,
    hooks,
    userAgent: options.userAgent,
    variant,
    timeoutMs: options.timeoutMs ?? 15_000,
    deadlineMs: options.deadlineMs ?? 30_000,
    retryBaseMs: options.retryBaseMs ?? 400,
  });

  const isFresh = ({ head: { fetchedAt, expiresAt } }: KeptAnswer) =>
    clock() < expiresAt && fetchedAt.getTime() - clock().getTime() < CLOCK_SLACK_MS;

  const mayBeRevived = ({ head: { etag, readAt } }: KeptAnswer) =>
    etag !== null && Math.abs(clock().getTime() - readAt.getTime()) < FULL_READ_MS;

  function findFresh<T>(operation: EsiOperation<T>, kept: KeptAnswer | undefined) {
    const held = kept && isFresh(kept) ? readKept(operation, kept) : null;
    return held && toResponse<T>(held.head, held.data, 'kept');
  }

  async function read<T>(
    operation: EsiOperation<T>,
    { key, address }: { key: string; address: string },
    call: WiredCall,
  ): Promise<EsiResponse<T>> {
    const kept = await answersOf(operation).get(key);
    const fresh = findFresh(operation, kept);
    if (fresh) return fresh;
    const held = kept && mayBeRevived(kept) ? readKept(operation, kept) : null;
    denials.check(operation);
    unreadable.check(key);
    const answer = await callEsi(operation, address, call, held?.head.etag ?? null).catch(
      (error: unknown) => {
        denials.note(operation, error);
        if (error instanceof EsiTooLargeError) unreadable.note(key, error.answer, error);
        throw error;
      },
    );
    try {
      return await keep(operation, key, answer, held);
    } catch (error) {
      if (error instanceof EsiSchemaError || error instanceof EsiNotFoundError) {
        unreadable.note(key, answer, error);
      }
      throw error;
    }
  }

  async function keep<T>(
    operation: EsiOperation<T>,
    key: string,
    answer: RawAnswer,
    held: ReturnType<typeof readKept> | undefined,
  ): Promise<EsiResponse<T>> {
    const head = toHead(operation, answer, held?.head, clock());
    if (answer.status === 304 && held) {
      await answersOf(operation).renew(key, head);
      return toResponse<T>(head, held.data, 'revived');
    }
    await turns.take(answer.text.length);
    const data = readBody(operation, answer);
    await answersOf(operation).set(key, head, { text: answer.text, data });
    return toResponse<T>(head, data, 'read');
  }

  async function getKept<T>(operation: EsiOperation<T>, call: EsiCall): Promise<EsiResponse<T>> {
    const address = toAddress(operation);
    const key = toKey(operation, address, variant);
    try {
      return await share(key, call.signal, (signal) =>
        read(operation, { key, address }, { ...call, signal }),
      );
    } catch (error) {
      const { staleIfErrorMs = 0 } = call;
      if (staleIfErrorMs <= 0 || !isWorthOldNews(error)) throw error;
      const kept = await answersOf(operation).get(key);
      const stale = kept && readKept(operation, kept);
      if (!stale || clock().getTime() - stale.head.fetchedAt.getTime() > staleIfErrorMs) {
        throw error;
      }
      return toResponse<T>(stale.head, stale.data, 'stale');
    }
  }

  async function ask<T>(operation: EsiOperation<T>, call: EsiCall): Promise<EsiResponse<T>> {
    call.signal.throwIfAborted();
    if (operation.characterId !== null && call.accessToken === undefined) {
      throw new TypeError(`${operation.route} needs an access token`);
    }
    const isReadOnly = methodOf(operation) === 'GET' || freshForOf(operation.route) !== null;
    if (isReadOnly) return getKept(operation, call);
    const answer = await callEsi(operation, toAddress(operation), call, null);
    const head = toHead(operation, answer, undefined, clock());
    return toResponse<T>(head, readBody(operation, answer), 'read');
  }

  async function request<T>(operation: EsiOperation<T>, call: EsiCall): Promise<EsiResponse<T>> {
    if (!hooks.onRequest) return ask(operation, call);
    const startMs = performance.now();
    let source: EsiRequestEvent['source'] = 'failed';
    try {
      const response = await ask(operation, call);
      source = sourceOf(response);
      return response;
    } finally {
      const durationMs = performance.now() - startMs;
      hooks.onRequest({ route: operation.route, source, durationMs });
    }
  }

  return {
    request,
    requestAllPages: (operation, call) => requestAllPages({ request, clock }, operation, call),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  };
}

/**
 * What may be over in a while; in an outage ESI has sent a page of HTML with 200, too. What it refuses for good is
 * news.
 */
function isWorthOldNews(error: unknown): boolean {
  return error instanceof EsiSchemaError || (error instanceof EsiError && error.isRetryable);
}

function sourceOf({ isStale, fromCache, notModified }: EsiResponse<unknown>) {
  if (isStale) return 'stale';
  if (fromCache) return 'kept';
  return notModified ? 'revived' : 'read';
}
