/**
 * What can go wrong between a browser and ESI. Switch on `code`; it never changes.
 *
 * @module
 */

/** Any failure to get an answer out of ESI. */
export abstract class EsiError extends Error {
  override readonly name = 'EsiError';
  abstract readonly code: `ERR_ESI_${string}`;
  /** Whether the same request may succeed later without anyone acting. */
  readonly isRetryable: boolean = true;
}

/** 404: there is no such thing. */
export class EsiNotFoundError extends EsiError {
  readonly code = 'ERR_ESI_NOT_FOUND';
  override readonly isRetryable = false;
}

/** Any other 4xx: we asked wrongly, or the thing is not public (any more). */
export class EsiRequestError extends EsiError {
  readonly code = 'ERR_ESI_REQUEST';
  override readonly isRetryable = false;
}

abstract class EsiLimitError extends EsiError {
  /** Nothing should be asked before; milliseconds, 1 s to 1 h. */
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super(`ESI refuses for ${retryAfterMs} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** 420, or hardly an error left before it: no route may be asked until the window ends. */
export class EsiErrorLimitError extends EsiLimitError {
  readonly code = 'ERR_ESI_ERROR_LIMIT';
}

/** 429: the bucket of this route is empty. Other buckets go on. */
export class EsiRateLimitError extends EsiLimitError {
  readonly code = 'ERR_ESI_RATE_LIMIT';
}

/** 5xx: an outage, or downtime. */
export class EsiServerError extends EsiError {
  readonly code = 'ERR_ESI_SERVER';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** No connection, a broken one, or an answer without CORS headers, which a browser does not show. */
export class EsiNetworkError extends EsiError {
  readonly code = 'ERR_ESI_NETWORK';
}

/** No whole answer in time. */
export class EsiTimeoutError extends EsiError {
  readonly code = 'ERR_ESI_TIMEOUT';
}

/**
 * The answer is no JSON, or `parse` refused it: the message says why, and where it has just come so does the `cause`.
 * Nothing of it is kept, but until when the same would come.
 */
export class EsiSchemaError extends EsiError {
  readonly code = 'ERR_ESI_SCHEMA';
  override readonly isRetryable = false;
}

/** For an answer of 4xx, or for one of 200 that is no JSON or that `parse` has refused. */
export function toFailure({
  status,
  text,
  cause,
}: {
  readonly status: number;
  readonly text: string;
  readonly cause?: () => unknown;
}): EsiError {
  if (status < 400) return new EsiSchemaError(text, { cause: cause?.() });
  return status === 404 ? new EsiNotFoundError(text) : new EsiRequestError(text);
}

/** The pages of one list would not come from one moment. Nothing may be concluded from them. */
export class EsiTornReadError extends EsiError {
  readonly code = 'ERR_ESI_TORN_READ';
}
