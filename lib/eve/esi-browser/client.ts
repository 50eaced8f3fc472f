import type { EsiQuery } from './request.ts';

export type EsiAnswer<T> = {
  /** May be shared with other callers: do not change it. Null where ESI answers 204. */
  readonly data: T;
  /** ESI is not asked again before, by the local clock. */
  readonly expiresAt: Date;
  /** What moment the data is of; null where ESI does not say. */
  readonly lastModified: Date | null;
  /** Only with `acceptStale`: ESI could not be asked, and this is what it said last. */
  readonly isStale: boolean;
  /** How many pages the list has; null where ESI does not say. */
  readonly pages: number | null;
};

export type EsiCall<T> = {
  readonly query?: EsiQuery;
  /** Looks at what ESI (or the store) says and gives it its type; may throw. */
  readonly parse?: (value: unknown) => T;
  /** Rather have the last answer, however old, than a failure that may pass. */
  readonly acceptStale?: boolean;
  /** Ends the wait of this caller; the request goes on while another one waits for it. */
  readonly signal?: AbortSignal;
};

export type EsiPagesCall<Row> = EsiCall<readonly Row[]> & {
  /** Of rows with one identity only the first is given. */
  readonly idOf?: (row: Row) => unknown;
};

export type EsiBrowser = {
  readonly clock: () => Date;
  /** Resolves after so many milliseconds; rejects with the signal's reason when it aborts first. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /**
   * GET a public route: from the store while it is fresh, else from ESI.
   *
   * @param path Like `/universe/types/34`; a query in it is fine.
   * @throws {EsiError} With a `code`: see errors.ts.
   * @throws {TypeError} For a path that is none, or a token in the query.
   */
  fetchEsi<T = unknown>(path: string, call?: EsiCall<T>): Promise<EsiAnswer<T>>;
};
