/**
 * How an operation is written in a request, in the cache and in messages.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { type EsiOperation, methodOf } from './operation.ts';

/** Path and query, the query sorted so that equal operations are equal texts. */
export function toAddress({ path, query }: EsiOperation<unknown>): string {
  if (query === undefined) return path;
  const words: string[] = [];
  for (const name of Object.keys(query).sort()) {
    words.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(query[name]))}`);
  }
  return words.length === 0 ? path : `${path}?${words.join('&')}`;
}

/** What changes answers beside the operation. */
export type Variant = {
  readonly language: string;
  readonly compatibilityDate: string;
  readonly tenant: string;
};

/** What tells an answer from all others that are kept. A private one belongs to its character. */
export function toKey(
  operation: EsiOperation<unknown>,
  address: string,
  { language, compatibilityDate, tenant }: Variant,
): string {
  const { characterId, body } = operation;
  const parts = [methodOf(operation), address, language, compatibilityDate, tenant];
  if (characterId !== null) parts.push(String(characterId));
  if (body !== undefined) {
    parts.push(createHash('sha256').update(JSON.stringify(body)).digest('base64url'));
  }
  return parts.join(' ');
}

/** For people: never holds a token. */
export function toWords(operation: EsiOperation<unknown>): string {
  return `${methodOf(operation)} ${operation.path}`;
}
