/**
 * How an operation is written in a request, in the cache and in messages.
 *
 * @module
 */
import type { EsiOperation } from './operation.ts';

/** Path and query, the query sorted so that equal operations are equal texts. */
export function toPath({ path, query = {} }: EsiOperation<unknown>): string {
  const sorted = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = new URLSearchParams(sorted.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** What tells an answer from all others in the cache. A private one belongs to its character. */
export function toKey(
  operation: EsiOperation<unknown>,
  { language, compatibilityDate }: { language: string; compatibilityDate: string },
): string {
  const { method, characterId } = operation;
  return [method, toPath(operation), language, compatibilityDate, characterId ?? ''].join(' ');
}

/** For people: never holds a token. */
export function toWords(operation: EsiOperation<unknown>): string {
  return `${operation.method} ${operation.path}`;
}
