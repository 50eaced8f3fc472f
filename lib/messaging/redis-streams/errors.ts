/**
 * What can go wrong with streams. Switch on `code`; it never changes.
 *
 * @module
 */

/** Any failure to read, write or handle entries of a stream. */
export abstract class StreamsError extends Error {
  abstract readonly code: `ERR_STREAMS_${string}`;
  /** Whether the same call may succeed later without anyone acting. */
  abstract readonly isRetryable: boolean;
}

/** A listener threw, or its promise was rejected: see `cause`. Reading goes on. */
export class StreamsListenerError extends StreamsError {
  override readonly name = 'StreamsListenerError';
  readonly code = 'ERR_STREAMS_LISTENER';
  readonly isRetryable = false;
  readonly stream: string;
  readonly id: string;

  constructor(stream: string, id: string, options?: ErrorOptions) {
    super(`A listener failed at ${id} of ${JSON.stringify(stream)}`, options);
    this.stream = stream;
    this.id = id;
  }
}

/** An entry cannot be decoded. Reading goes on behind it. */
export class StreamsEntryError extends StreamsError {
  override readonly name = 'StreamsEntryError';
  readonly code = 'ERR_STREAMS_ENTRY';
  readonly isRetryable = false;
  readonly stream: string;
  readonly id: string;

  constructor(stream: string, id: string, options?: ErrorOptions) {
    super(`The entry ${id} of ${JSON.stringify(stream)} cannot be decoded`, options);
    this.stream = stream;
    this.id = id;
  }
}

/** Redis refuses to read one stream, as where its key is no stream. The others are read. */
export class StreamsReadError extends StreamsError {
  override readonly name = 'StreamsReadError';
  readonly code = 'ERR_STREAMS_READ';
  readonly isRetryable = false;
  readonly stream: string;

  constructor(stream: string, options?: ErrorOptions) {
    super(`${JSON.stringify(stream)} cannot be read`, options);
    this.stream = stream;
  }
}

/** Redis is away, or answers with an error that is not about one stream. It is tried again. */
export class StreamsUnavailableError extends StreamsError {
  override readonly name = 'StreamsUnavailableError';
  readonly code = 'ERR_STREAMS_UNAVAILABLE';
  readonly isRetryable = true;

  constructor(what: string, options?: ErrorOptions) {
    super(`Redis is not available: ${what}`, options);
  }
}

/** A position could not be kept or fetched. */
export class StreamsCheckpointError extends StreamsError {
  override readonly name = 'StreamsCheckpointError';
  readonly code = 'ERR_STREAMS_CHECKPOINT';
  readonly isRetryable = true;
  readonly stream: string;

  constructor(stream: string, options?: ErrorOptions) {
    super(`The position in ${JSON.stringify(stream)} could not be kept or fetched`, options);
    this.stream = stream;
  }
}

/** An entry of a group was handled without success: it comes again, until it is put aside. */
export class StreamsHandlerError extends StreamsError {
  override readonly name = 'StreamsHandlerError';
  readonly code = 'ERR_STREAMS_HANDLER';
  readonly isRetryable = true;
  readonly stream: string;
  readonly id: string;
  /** How often it was given out, this time included. */
  readonly deliveries: number;

  constructor(stream: string, id: string, deliveries: number, options?: ErrorOptions) {
    super(`The entry ${id} of ${JSON.stringify(stream)} was not handled`, options);
    this.stream = stream;
    this.id = id;
    this.deliveries = deliveries;
  }
}

/** Entries were trimmed away before the group had handled them. */
export class StreamsLostError extends StreamsError {
  override readonly name = 'StreamsLostError';
  readonly code = 'ERR_STREAMS_LOST';
  readonly isRetryable = false;
  readonly stream: string;
  readonly ids: readonly string[];

  constructor(stream: string, ids: readonly string[], options?: ErrorOptions) {
    super(`${ids.length} entries of ${JSON.stringify(stream)} were trimmed unhandled`, options);
    this.stream = stream;
    this.ids = ids;
  }
}

/** It took longer than the caller wanted to wait. */
export class StreamsTimeoutError extends StreamsError {
  override readonly name = 'StreamsTimeoutError';
  readonly code = 'ERR_STREAMS_TIMEOUT';
  readonly isRetryable = true;

  constructor(what: string, timeoutMs: number, options?: ErrorOptions) {
    super(`${what} took longer than ${timeoutMs} ms`, options);
  }
}
