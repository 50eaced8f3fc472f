/**
 * What a call to ESI is made of. Operations are inert: `EsiClient.request` gives them life.
 *
 * @module
 */
import * as z from 'zod';
import { routes } from './generated/routes.ts';
import type { EsiRoute, RouteAsk, RouteData, RouteRow } from './route.ts';

/** One call to ESI, with what its answer must look like. */
export type EsiOperation<T> = {
  /** Also names it in errors, logs and limits. */
  readonly route: EsiRoute;
  /** Below the base URL, with a leading slash and without a trailing one. */
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly schema: z.ZodType<T>;
  /** Whose access token goes with it; null for a public route. */
  readonly characterId: number | null;
  /** More pages than these are an error or an attack: they would all be held at once. Default 1,000. */
  readonly pagesAtMost?: number;
};
type QueryValue = string | number | boolean;

/** A list that comes in pages of up to 1,000 rows (`page`, `X-Pages`). */
export type PagedEsiOperation<Row> = EsiOperation<Row[]> & {
  /** Tells a row from all others, should one come on two pages. */
  readonly idOf: (row: Row) => number | string;
};

/**
 * A call to any route of the specification, typed by it.
 *
 * What comes back is only called what the specification calls it: whoever relies on a field gives `schema`,
 * which the answer is parsed by. CCP adds fields and enum values without notice, so schemas are loose. One client
 * should know one schema of a route: what is kept, or under way, was read by that of whoever asked first, and is not
 * read again.
 *
 * @throws {RangeError} For a path parameter that is not one word or whole number.
 */
export function operation<Route extends EsiRoute>(
  route: Route,
  ask: RouteAsk<Route>,
): EsiOperation<RouteData<Route>>;
export function operation<Route extends EsiRoute, T>(
  route: Route,
  ask: RouteAsk<Route>,
  schema: z.ZodType<T>,
): EsiOperation<T>;
export function operation(
  route: EsiRoute,
  ask: Ask,
  schema: z.ZodType = unchecked,
): EsiOperation<unknown> {
  const { query, body } = ask;
  const isPrivate = routes[route].scopes.length > 0;
  const ofPath = ask.path?.character_id;
  const characterId = ask.characterId ?? (typeof ofPath === 'number' ? ofPath : null);
  if (isPrivate && characterId === null) throw new RangeError(`Whose token goes with ${route}?`);
  return {
    route,
    path: fillPath(route, ask.path ?? {}),
    ...(query !== undefined && { query }),
    ...(body !== undefined && { body }),
    schema,
    characterId: isPrivate ? characterId : null,
  };
}

/** As {@link operation}, of a list that comes in pages. */
export function pagedOperation<Route extends EsiRoute, Row = RouteRow<Route>>(
  route: Route,
  ask: RouteAsk<Route>,
  {
    idOf,
    row = unchecked as z.ZodType<Row>,
    pagesAtMost,
  }: { idOf: (row: Row) => number | string; row?: z.ZodType<Row>; pagesAtMost?: number },
): PagedEsiOperation<Row> {
  return {
    ...operation(route, ask, z.array(row)),
    idOf,
    ...(pagesAtMost !== undefined && { pagesAtMost }),
  };
}

/** The path of a route, with the names of its parts in braces. */
export function pathOf(route: EsiRoute): string {
  return route.slice(route.indexOf(' ') + 1);
}

/** The method of a route. */
export function methodOf({ route }: Pick<EsiOperation<unknown>, 'route'>): 'GET' | 'POST' {
  return route.startsWith('POST ') ? 'POST' : 'GET';
}

type Ask = {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly characterId?: number;
};

const unchecked = z.unknown();
const PATH_PART = /^[\w-]+$/;

/** Paths between their braces: every second piece is a name. */
const pieces = new Map<EsiRoute, readonly string[]>();

function fillPath(route: EsiRoute, parts: Readonly<Record<string, string | number>>): string {
  let path = '';
  for (const [index, piece] of piecesOf(route).entries()) {
    const text = index % 2 === 0 ? piece : String(parts[piece] ?? '');
    if (index % 2 === 1 && !PATH_PART.test(text)) {
      throw new RangeError(`${route} needs a ${piece}, not "${text}"`);
    }
    path += text;
  }
  return path;
}

function piecesOf(route: EsiRoute): readonly string[] {
  const known = pieces.get(route) ?? pathOf(route).split(/\{(\w+)\}/);
  pieces.set(route, known);
  return known;
}
