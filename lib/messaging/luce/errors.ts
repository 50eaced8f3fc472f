/**
 * What can go wrong on a socket. Switch on `code`; it never changes.
 *
 * @module
 */

/** Close codes of our own: those of HTTP, and 4000. */
export const WS_CODES = {
  BAD_REQUEST: 4400,
  UNAUTHORIZED: 4401,
  FORBIDDEN: 4403,
  NOT_FOUND: 4404,
  TOO_MANY_REQUESTS: 4429,
  INTERNAL_SERVER_ERROR: 4500,
} as const;

const TEXTS: Readonly<Record<number, string>> = {
  [WS_CODES.BAD_REQUEST]: 'Bad Request',
  [WS_CODES.UNAUTHORIZED]: 'Unauthorized',
  [WS_CODES.FORBIDDEN]: 'Forbidden',
  [WS_CODES.NOT_FOUND]: 'Not Found',
  [WS_CODES.TOO_MANY_REQUESTS]: 'Too Many Requests',
  [WS_CODES.INTERNAL_SERVER_ERROR]: 'Internal Server Error',
};

/** Thrown by a hook, or for a bad message: the socket is closed with its code. */
export class WebSocketError extends Error {
  override readonly name = 'WebSocketError';
  /** The close code: 3000 to 4999 for ours, or one that RFC 6455 lets an endpoint send. */
  readonly code: number;
  /** Whether the peer may read the message. */
  readonly expose: boolean;

  constructor(
    code: number = WS_CODES.INTERNAL_SERVER_ERROR,
    message = TEXTS[code] ?? '',
    expose = code < WS_CODES.INTERNAL_SERVER_ERROR,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.expose = expose;
  }
}

/** Any failure of this kit that is not a close code for the peer. */
export abstract class LuceError extends Error {
  abstract readonly code: `ERR_LUCE_${string}`;
  /** Whether the same call may succeed later without anyone acting. */
  abstract readonly isRetryable: boolean;
}

/** Thrown by a `pre` hook: the upgrade is refused with this HTTP status. */
export class LuceUpgradeError extends LuceError {
  override readonly name = 'LuceUpgradeError';
  readonly code = 'ERR_LUCE_UPGRADE';
  readonly isRetryable: boolean;
  /** 400 to 599. The message is told below 500 only. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message = '',
    {
      headers = {},
      ...options
    }: ErrorOptions & { headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, options);
    this.status = status;
    this.headers = headers;
    this.isRetryable = status >= 500 || status === 429;
  }
}

/** The socket is closed, or was before the answer came. */
export class LuceClosedError extends LuceError {
  override readonly name = 'LuceClosedError';
  readonly code = 'ERR_LUCE_CLOSED';
  readonly isRetryable = true;
  /** False only when nothing was sent, so that the peer cannot have seen it. */
  readonly wasSent: boolean;

  constructor(wasSent: boolean, options?: ErrorOptions) {
    super(wasSent ? 'The socket closed before the answer came' : 'The socket is closed', options);
    this.wasSent = wasSent;
  }
}

/** No answer in time. The peer may have done what was asked. */
export class LuceTimeoutError extends LuceError {
  override readonly name = 'LuceTimeoutError';
  readonly code = 'ERR_LUCE_TIMEOUT';
  readonly isRetryable = true;

  constructor(what: string, timeoutMs: number, options?: ErrorOptions) {
    super(`${what} took longer than ${timeoutMs} ms`, options);
  }
}

/** The peer answered a request with a refusal or a failure. */
export class LuceAnswerError extends LuceError {
  override readonly name = 'LuceAnswerError';
  readonly code = 'ERR_LUCE_ANSWER';
  readonly isRetryable = false;
  /** As the peer gave it, e.g. 'ERR_PROCEDURE_UNKNOWN'. Empty where it gave none. */
  readonly answerCode: string;
  /** What else the peer said; not checked. */
  readonly details: unknown;

  constructor(answerCode: string, message: string, details?: unknown) {
    super(message);
    this.answerCode = answerCode;
    this.details = details;
  }
}

/** The peer reads too slowly: more is queued for it than is allowed, and it was closed. */
export class LuceSlowReaderError extends LuceError {
  override readonly name = 'LuceSlowReaderError';
  readonly code = 'ERR_LUCE_SLOW_READER';
  readonly isRetryable = false;
}

/** A hook broke the rules of the chain: a mistake here, not of the peer. */
export class LuceChainError extends LuceError {
  override readonly name = 'LuceChainError';
  readonly code = 'ERR_LUCE_CHAIN';
  readonly isRetryable = false;
}

/** What joins the gateways is away: a room cannot be joined, or a broadcast reached this gateway alone. */
export class LuceBackplaneError extends LuceError {
  override readonly name = 'LuceBackplaneError';
  readonly code = 'ERR_LUCE_BACKPLANE';
  readonly isRetryable = true;
}

/** Whether an error says that a peer could not be sent to. */
export function isAboutSending(error: unknown): boolean {
  return error instanceof LuceClosedError || error instanceof LuceSlowReaderError;
}
