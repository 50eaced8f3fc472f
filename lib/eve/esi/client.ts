import type { EsiOperation, PagedEsiOperation } from './operation.ts';
import type { EsiPages, EsiResponse } from './response.ts';

/** How a call is made: who may stop it, and whose token goes with it. */
export type EsiCall = {
  readonly signal: AbortSignal;
  readonly accessToken?: string;
  /** While ESI says nothing that can be read, what it said so long ago at most is given: see `EsiResponse.isStale`. */
  readonly staleIfErrorMs?: number;
};

/** Asks ESI. Disposing of it closes its connections. */
export type EsiClient = AsyncDisposable & {
  /**
   * Make one call, or answer it from memory as long as ESI has nothing newer.
   *
   * @throws {EsiError} One of errors.ts. The reason of `signal` when it aborts.
   */
  request<T>(operation: EsiOperation<T>, call: EsiCall): Promise<EsiResponse<T>>;
  /**
   * Read a whole list from one moment: every page has the same `Last-Modified` and page count.
   *
   * @throws {EsiTornReadError} When that failed three times. Else as `request`.
   */
  requestAllPages<Row>(operation: PagedEsiOperation<Row>, call: EsiCall): Promise<EsiPages<Row>>;
};
