import * as z from 'zod';
import { routes } from './generated/routes.ts';
import { type EsiOperation, type PagedEsiOperation, pathOf } from './operation.ts';
import type { EsiRoute } from './route.ts';

/**
 * The operation of a request as it is written: `GET`, `/markets/10000002/orders?order_type=sell`. Nothing of
 * its answer is checked but that it is JSON; rows of a list are told apart by all that they hold.
 *
 * @param characterId Whose token goes with it; the path's own character, where it names one.
 * @returns Null for what is no route of the specification, as far as that is known here.
 */
export function findOperation(
  method: string,
  target: string,
  { body, characterId }: { body?: unknown; characterId?: number | null } = {},
): (EsiOperation<unknown> & { readonly isPaged: boolean }) | null {
  const [path = '', search = ''] = target.split('?', 2);
  const route = findRoute(method, path);
  if (!route) return null;
  const isPrivate = routes[route].scopes.length > 0;
  const query = Object.fromEntries(new URLSearchParams(search));
  return {
    route,
    path,
    ...(search !== '' && { query }),
    ...(body !== undefined && { body }),
    schema: z.unknown(),
    characterId: isPrivate ? (characterId ?? characterOf(path) ?? 0) : null,
    isPaged: routes[route].isPaged,
  };
}

/** A list in pages of which nothing is known but that it is one. */
export function toPaged(operation: EsiOperation<unknown>): PagedEsiOperation<unknown> {
  return { ...operation, schema: z.array(z.unknown()), idOf: (row) => JSON.stringify(row) };
}

function findRoute(method: string, path: string): EsiRoute | null {
  const known = Object.keys(routes) as EsiRoute[];
  const ofMethod = known.filter((route) => route.startsWith(`${method} `));
  return ofMethod.find((route) => isOf(pathOf(route), path)) ?? null;
}

function isOf(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((part, index) =>
      part.startsWith('{') ? /^[\w-]+$/.test(given[index] ?? '') : part === given[index],
    )
  );
}

function characterOf(path: string): number | null {
  const id = /^\/characters\/(\d{1,16})\//.exec(path)?.[1];
  return id === undefined ? null : Number(id);
}
