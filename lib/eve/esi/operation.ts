/**
 * What a call to ESI is made of. Operations are inert: `EsiClient.request` gives them life.
 *
 * @module
 */
import type * as z from 'zod';

/** One call to ESI, with what its answer must look like. */
export type EsiOperation<T> = {
  /** Names the route in errors, logs and limits: `character-contracts`. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Below the base URL, with a leading slash and without a trailing one. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly schema: z.ZodType<T>;
  /** Whose access token goes with it; null for a public route. */
  readonly characterId: number | null;
  /** The game server allows 20 of these in 10 s for one character. */
  readonly isContractItems?: boolean;
  /**
   * The longest that an answer is taken for fresh, whatever its `Expires` says: several times the
   * route's cache time. 48 h where it is not said.
   */
  readonly freshAtMostMs?: number;
  /** More pages than these are an error or an attack: they would all be held at once. Default 1,000. */
  readonly pagesAtMost?: number;
};

/** A list that comes in pages of up to 1,000 rows (`page`, `X-Pages`). */
export type PagedEsiOperation<Row> = EsiOperation<Row[]> & {
  /** Tells a row from all others, should one come on two pages. */
  readonly idOf: (row: Row) => number;
};

/** One answer, and how long it is good for. */
export type EsiResponse<T> = {
  /** Shared with the cache and other callers: stays untouched. */
  readonly data: T;
  readonly status: number;
  /** Came from memory, without a call. */
  readonly fromCache: boolean;
  /** ESI was asked and said that nothing changed. */
  readonly notModified: boolean;
  readonly fetchedAt: Date;
  /** When EVE made this answer, on EVE's clock. */
  readonly lastModified: Date | null;
  /** ESI has nothing newer before this; on our clock: receipt + (Expires − Date). */
  readonly expiresAt: Date;
  readonly pages: number;
  readonly requestId: string | null;
};

/** All pages of a list, of one moment. */
export type EsiPages<Row> = {
  /** All pages in order, each id once. */
  readonly data: Row[];
  readonly lastModified: Date | null;
  /** When the first of the pages expires. */
  readonly expiresAt: Date;
  readonly pages: number;
};
