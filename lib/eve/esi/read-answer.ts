/**
 * An answer of ESI becoming an entry of the cache, and an entry becoming a response.
 *
 * @module
 */
import { toWords } from './address.ts';
import type { CacheEntry } from './cache.ts';
import { EsiSchemaError, EsiServerError } from './errors.ts';
import { readDate, readPages, toExpiry } from './freshness.ts';
import type { EsiOperation, EsiResponse } from './operation.ts';
import type { RawAnswer } from './transport.ts';

/**
 * Read an answer of 200, 201, 204 or 304.
 *
 * @param held What a 304 revives.
 * @throws {EsiSchemaError} When it is not what the operation's schema says.
 */
export function toEntry(
  operation: EsiOperation<unknown>,
  answer: RawAnswer,
  held: CacheEntry | undefined,
  receivedAt: Date,
): CacheEntry {
  const requestId = answer.header('x-esi-request-id');
  const lastModified = readDate(answer.header('last-modified'));
  const expiresAt = toExpiry(answer, receivedAt, operation.freshAtMostMs);
  const times = { fetchedAt: receivedAt, expiresAt, requestId };
  if (answer.status === 304) {
    if (!held) throw new EsiServerError(304, toWords(operation), { requestId });
    const pages = answer.header('x-pages') === null ? held.pages : readPages(answer, operation);
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
    readAt: receivedAt,
    status: answer.status,
    etag: answer.header('etag'),
    lastModified,
    pages: readPages(answer, operation),
    sizeBytes: answer.text.length,
  };
}

// A 200 with HTML or half a document happens. It must neither be believed nor kept.
function parseBody(operation: EsiOperation<unknown>, answer: RawAnswer): unknown {
  const requestId = answer.header('x-esi-request-id');
  // What somebody on the way says in ESI's place may be JSON too: "[]" would be an empty list.
  if (answer.text !== '' && !isJson(answer)) {
    const type = answer.header('content-type')?.slice(0, 40) ?? 'nothing';
    throw new EsiSchemaError(`ESI sent ${type} for ${toWords(operation)}`, { requestId });
  }
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

function isJson(answer: RawAnswer): boolean {
  const encoding = answer.header('content-encoding') ?? 'identity';
  const type = answer.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  return encoding === 'identity' && type === 'application/json';
}

/** The caller's view of an entry, which the operation's own schema has made. */
export function toResponse<T>(
  { data, status, fetchedAt, lastModified, expiresAt, pages, requestId }: CacheEntry,
  from: { fromCache: boolean; notModified: boolean },
): EsiResponse<T> {
  const own = data as T;
  return { ...from, data: own, status, fetchedAt, lastModified, expiresAt, pages, requestId };
}
