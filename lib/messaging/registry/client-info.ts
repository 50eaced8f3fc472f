import type { StoredClient } from './backend.ts';
import { fromFields } from './json.ts';
import type { ClientInfo } from './registry-types.ts';

/** What others may know of a client. */
export function toInfo({ fields, node, ...stored }: StoredClient): ClientInfo {
  return {
    ...stored,
    node,
    status: node === null ? 'offline' : 'online',
    data: fromFields(fields),
  };
}

/** @throws TypeError for what cannot be the id of a client. */
export function requireId(id: unknown): void {
  if (typeof id !== 'string' || id === '') {
    throw new TypeError(`The id of a client is a text, not ${String(id)}`);
  }
}
