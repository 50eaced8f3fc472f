/**
 * What can go wrong between us and ESI. Switch on `code`; it never changes.
 *
 * @module
 */

type Details = ErrorOptions & {
  /** `X-Esi-Request-Id`: CCP asks for it when something is reported. */
  readonly requestId?: string | null;
};

/** Any failure to get an answer out of ESI. */
export abstract class EsiError extends Error {
  abstract readonly code: `ERR_ESI_${string}`;
  /** Whether the same request may succeed later without anyone acting. */
  abstract readonly isRetryable: boolean;
  readonly requestId: string | null;

  constructor(message: string, { requestId = null, ...options }: Details = {}) {
    super(requestId === null ? message : `${message} [${requestId}]`, options);
    this.requestId = requestId;
  }
}

/** 404, or 204 where something was to come: there is no such thing, or not for this character. */
export class EsiNotFoundError extends EsiError {
  override readonly name = 'EsiNotFoundError';
  readonly code = 'ERR_ESI_NOT_FOUND';
  readonly isRetryable = false;
}

/**
 * 403: the token lacks the scope, or the character the role. Around downtime (10:55–11:20 UTC) ESI
 * has said so wrongly: nobody should lose a token for one of these.
 */
export class EsiForbiddenError extends EsiError {
  override readonly name = 'EsiForbiddenError';
  readonly code = 'ERR_ESI_FORBIDDEN';
  readonly isRetryable = false;
}

/** 401: the access token is not good (any more). */
export class EsiUnauthorizedError extends EsiError {
  override readonly name = 'EsiUnauthorizedError';
  readonly code = 'ERR_ESI_UNAUTHORIZED';
  readonly isRetryable = false;
}

/** 400, 422 and their like: we asked wrongly. */
export class EsiRequestError extends EsiError {
  override readonly name = 'EsiRequestError';
  readonly code = 'ERR_ESI_REQUEST';
  readonly isRetryable = false;
}

/** 420: ESI's error budget is spent. No route may be called before then: each call makes it worse. */
export class EsiErrorLimitError extends EsiError {
  override readonly name = 'EsiErrorLimitError';
  readonly code = 'ERR_ESI_ERROR_LIMIT';
  readonly isRetryable = true;
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number, details?: Details) {
    super(`ESI refuses all calls for another ${toSeconds(retryAfterMs)} s`, details);
    this.retryAfterMs = retryAfterMs;
  }
}

/** 429: the bucket of one group of routes and one character is empty. Other routes go on. */
export class EsiRateLimitError extends EsiError {
  override readonly name = 'EsiRateLimitError';
  readonly code = 'ERR_ESI_RATE_LIMIT';
  readonly isRetryable = true;
  readonly retryAfterMs: number;

  constructor(group: string, retryAfterMs: number, details?: Details) {
    super(`ESI's bucket ${group} is empty for another ${toSeconds(retryAfterMs)} s`, details);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The game server behind ESI throttles this character ("ConStopSpamming"). */
export class EsiThrottledError extends EsiError {
  override readonly name = 'EsiThrottledError';
  readonly code = 'ERR_ESI_THROTTLED';
  readonly isRetryable = true;
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number, details?: Details) {
    super(`The game server throttles us for another ${toSeconds(retryAfterMs)} s`, details);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The budgets that all processes share cannot be reached: without them no call may be made. */
export class EsiBudgetsError extends EsiError {
  override readonly name = 'EsiBudgetsError';
  readonly code = 'ERR_ESI_BUDGETS';
  readonly isRetryable = true;

  constructor(details?: Details) {
    super('The budgets of ESI cannot be reached', details);
  }
}

/** 5xx, or a 403 that is really trouble at the sign-in server: an outage, or downtime. */
export class EsiServerError extends EsiError {
  override readonly name = 'EsiServerError';
  readonly code = 'ERR_ESI_SERVER';
  readonly isRetryable = true;
  readonly status: number;
  /** When the server says so. */
  readonly retryAfterMs: number | null;

  constructor(
    status: number,
    what: string,
    { retryAfterMs = null, ...details }: Details & { readonly retryAfterMs?: number | null } = {},
  ) {
    super(`ESI answered ${status} to ${what}`, details);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** ESI has said how long it is away, or has failed so often in a row that it is not asked for a while. */
export class EsiUnavailableError extends EsiError {
  override readonly name = 'EsiUnavailableError';
  readonly code = 'ERR_ESI_UNAVAILABLE';
  readonly isRetryable = true;
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number, details?: Details) {
    super(`ESI is down; it is asked again in ${toSeconds(retryAfterMs)} s`, details);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The connection failed before the whole answer was here. */
export class EsiNetworkError extends EsiError {
  override readonly name = 'EsiNetworkError';
  readonly code = 'ERR_ESI_NETWORK';
  readonly isRetryable = true;
}

/** No whole answer in time. */
export class EsiTimeoutError extends EsiError {
  override readonly name = 'EsiTimeoutError';
  readonly code = 'ERR_ESI_TIMEOUT';
  readonly isRetryable = true;
}

/** ESI answered with something that its own specification does not allow. Nothing of it is kept. */
export class EsiSchemaError extends EsiError {
  override readonly name = 'EsiSchemaError';
  readonly code = 'ERR_ESI_SCHEMA';
  readonly isRetryable = false;
}

/** The pages of one list would not come from one moment. Nothing may be concluded from them. */
export class EsiTornReadError extends EsiError {
  override readonly name = 'EsiTornReadError';
  readonly code = 'ERR_ESI_TORN_READ';
  readonly isRetryable = true;
}

function toSeconds(ms: number): number {
  return Math.ceil(ms / 1_000);
}
