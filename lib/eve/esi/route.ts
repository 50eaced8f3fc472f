/**
 * The routes of ESI as its specification types them.
 *
 * @module
 */
import type { routes } from './generated/routes.ts';
import type { paths } from './generated/schema.ts';

/** `GET /characters/{character_id}/contracts`: the method and the path of the specification. */
export type EsiRoute = keyof typeof routes;

/** What is to be told beside the route: each part is asked for where the route has one. */
export type RouteAsk<Route extends EsiRoute> = PathPart<Route> &
  QueryPart<Route> &
  BodyPart<Route> &
  CharacterPart<Route>;

/** What the specification says that a route answers; undefined for one that answers nothing. */
export type RouteData<Route extends EsiRoute> =
  Operation<Route> extends {
    responses: { 200: { content: { 'application/json': infer Data } } };
  }
    ? Data
    : Operation<Route> extends {
          responses: { 201: { content: { 'application/json': infer Data } } };
        }
      ? Data
      : undefined;

/** A row of a list. */
export type RouteRow<Route extends EsiRoute> =
  RouteData<Route> extends readonly (infer Row)[] ? Row : never;

type Operation<Route extends EsiRoute> = Route extends `${infer Method} ${infer Path}`
  ? Path extends keyof paths
    ? Lowercase<Method> extends keyof paths[Path]
      ? paths[Path][Lowercase<Method>]
      : never
    : never
  : never;

type PathPart<Route extends EsiRoute> =
  Operation<Route> extends { parameters: { path: infer Path } }
    ? { readonly path: Readonly<Path> }
    : { readonly path?: never };

/** `page` is the client's to say. */
type QueryPart<Route extends EsiRoute> =
  Operation<Route> extends { parameters: { query: infer Query } }
    ? { readonly query: Readonly<Omit<Query, 'page'>> }
    : Operation<Route> extends { parameters: { query?: infer Query } }
      ? { readonly query?: Readonly<Omit<NonNullable<Query>, 'page'>> }
      : { readonly query?: never };

type BodyPart<Route extends EsiRoute> =
  Operation<Route> extends {
    requestBody: { content: { 'application/json': infer Body } };
  }
    ? { readonly body: Body }
    : { readonly body?: never };

/** Whose token goes with it, where the path does not say it. */
type CharacterPart<Route extends EsiRoute> = (typeof routes)[Route]['scopes'] extends readonly []
  ? { readonly characterId?: never }
  : Operation<Route> extends { parameters: { path: { character_id: number } } }
    ? { readonly characterId?: never }
    : { readonly characterId: number };
