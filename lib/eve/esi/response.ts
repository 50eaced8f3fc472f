/** One answer, and how long it is good for. */
export type EsiResponse<T> = {
  /** Shared with the cache and other callers: stays untouched. */
  readonly data: T;
  readonly status: number;
  /** Came from memory, without a call. */
  readonly fromCache: boolean;
  /** ESI was asked and said that nothing changed. */
  readonly notModified: boolean;
  /** ESI says nothing that can be read: this is what it said before, at `fetchedAt`, and good until `expiresAt`. */
  readonly isStale: boolean;
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
  /** One page is old news at least. */
  readonly isStale: boolean;
  /** When ESI said last of the oldest page that it is good. */
  readonly fetchedAt: Date;
  readonly lastModified: Date | null;
  /** When the first of the pages expires. */
  readonly expiresAt: Date;
  readonly pages: number;
};
