/**
 * An answer of ESI becoming one that is kept, and a kept one becoming a response.
 *
 * @module
 */
import type * as z from 'zod';
import { toWords } from './address.ts';
import type { AnswerHead, KeptAnswer } from './answers/answers.ts';
import { EsiNotFoundError, EsiSchemaError, EsiServerError } from './errors.ts';
import { readDate, readPages, toExpiry } from './freshness.ts';
import { routes } from './generated/routes.ts';
import type { EsiOperation } from './operation.ts';
import { freshForOf } from './posts.ts';
import type { EsiResponse } from './response.ts';
import type { RawAnswer } from './transport.ts';

const FRESH_AT_MOST_WINDOWS = 12;
const MOST_ISSUES = 3;
const MOST_CHARACTERS = 500;
/** ESI's have 60 characters. One that a server on the way refuses to read would spoil each question after it. */
const LONGEST_ETAG = 256;

/**
 * What is known of an answer of 200, 201, 204 or 304.
 *
 * @param held What a 304 revives.
 * @throws {EsiServerError} For a 304 that nobody asked for. EsiSchemaError for wrong numbers of pages.
 */
export function toHead(
  operation: EsiOperation<unknown>,
  answer: RawAnswer,
  held: AnswerHead | undefined,
  receivedAt: Date,
): AnswerHead {
  const requestId = answer.header('x-esi-request-id');
  const lastModified = readDate(answer.header('last-modified'));
  const times = {
    fetchedAt: receivedAt,
    expiresAt: expiryOf(operation, answer, receivedAt),
    requestId,
  };
  if (answer.status === 304) {
    if (!held) throw new EsiServerError(304, toWords(operation), { requestId });
    const pages = answer.header('x-pages') === null ? held.pages : readPages(answer, operation);
    return {
      ...held,
      ...times,
      etag: readEtag(answer) ?? held.etag,
      lastModified: lastModified ?? held.lastModified,
      pages,
    };
  }
  return {
    ...times,
    readAt: receivedAt,
    status: answer.status,
    etag: readEtag(answer),
    lastModified,
    pages: answer.status === 204 ? 1 : readPages(answer, operation),
  };
}

function readEtag(answer: RawAnswer): string | null {
  const etag = answer.header('etag');
  return etag && etag.length <= LONGEST_ETAG ? etag : null;
}

function expiryOf(operation: EsiOperation<unknown>, answer: RawAnswer, receivedAt: Date): Date {
  const freshForMs = freshForOf(operation.route);
  // To a POST ESI does not say it.
  if (freshForMs !== null) return new Date(receivedAt.getTime() + freshForMs);
  return toExpiry(answer, receivedAt, freshAtMostMs(operation));
}

/** Several times the route's cache time: a wrong `Expires` must not keep us from asking for days. */
function freshAtMostMs({ route }: EsiOperation<unknown>): number | undefined {
  const { cacheS } = routes[route];
  return cacheS === null ? undefined : cacheS * 1_000 * FRESH_AT_MOST_WINDOWS;
}

/**
 * The body of an answer, as the operation's schema reads it. A 200 with HTML or half a document happens: it
 * must neither be believed nor kept.
 *
 * @throws {EsiSchemaError} EsiNotFoundError for a 204 where the schema wants something.
 */
export function readBody(operation: EsiOperation<unknown>, answer: RawAnswer): unknown {
  const requestId = answer.header('x-esi-request-id');
  // What somebody on the way says in ESI's place may be JSON too: "[]" would be an empty list.
  if (answer.text !== '' && !isJson(answer)) {
    const type = answer.header('content-type')?.slice(0, 40) ?? 'nothing';
    throw new EsiSchemaError(`ESI sent ${type} for ${toWords(operation)}`, { requestId });
  }
  // Of a contract that is gone ESI says neither 404 nor an empty list.
  if (answer.status === 204 && !operation.schema.safeParse(undefined).success) {
    throw new EsiNotFoundError(`ESI has nothing for ${toWords(operation)}`, { requestId });
  }
  return parse(operation, answer.text, requestId);
}

/** A kept answer with its data; null where that is not what the schema says any more. */
export function readKept(
  operation: EsiOperation<unknown>,
  kept: KeptAnswer,
): { head: AnswerHead; data: unknown } | null {
  try {
    return { head: kept.head, data: kept.read((text) => parse(operation, text, null)) };
  } catch (error) {
    if (error instanceof EsiSchemaError) return null;
    throw error;
  }
}

function parse(operation: EsiOperation<unknown>, text: string, requestId: string | null): unknown {
  let json: unknown;
  try {
    json = text === '' ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new EsiSchemaError(`ESI sent no JSON for ${toWords(operation)}`, { cause, requestId });
  }
  const parsed = operation.schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const what = `ESI sent something unknown for ${toWords(operation)}: ${toShort(parsed.error)}`;
  throw new EsiSchemaError(what, { requestId });
}

/** The first of it. A field that is gone is gone of a thousand rows, and logs and memory must not hold them all. */
function toShort({ issues }: z.ZodError): string {
  const first = issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => `${path.join('.')} ${message}`);
  const more = issues.length - first.length;
  const text = first.join('; ').slice(0, MOST_CHARACTERS);
  return more > 0 ? `${text}; and ${more} more` : text;
}

function isJson(answer: RawAnswer): boolean {
  const encoding = answer.header('content-encoding') ?? 'identity';
  const type = answer.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  return encoding === 'identity' && type === 'application/json';
}

/** The caller's view of an answer, whose data the operation's own schema has made. */
export function toResponse<T>(
  { status, fetchedAt, lastModified, expiresAt, pages, requestId }: AnswerHead,
  data: unknown,
  source: 'kept' | 'revived' | 'read' | 'stale',
): EsiResponse<T> {
  return {
    data: data as T,
    status,
    fromCache: source === 'kept' || source === 'stale',
    notModified: source === 'revived',
    isStale: source === 'stale',
    fetchedAt,
    lastModified,
    expiresAt,
    pages,
    requestId,
  };
}
