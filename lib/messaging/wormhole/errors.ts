/**
 * What can go wrong between two ends of a wormhole. Switch on `code`; it never changes.
 *
 * @module
 */

/** Any failure to get an answer from the other end. */
export abstract class WormholeError extends Error {
  abstract readonly code: string;
  /** Whether the same call may succeed later without anyone acting. */
  abstract readonly isRetryable: boolean;
}

/** The other end is gone, or was never there. Whether a call was carried out is not known. */
export class WormholeClosedError extends WormholeError {
  override readonly name = 'WormholeClosedError';
  readonly code = 'ERR_WORMHOLE_CLOSED';
  readonly isRetryable = true;
}

/** No answer in time; the other end was told to stop. Whether its work was done is not known. */
export class WormholeTimeoutError extends WormholeError {
  override readonly name = 'WormholeTimeoutError';
  readonly code = 'ERR_WORMHOLE_TIMEOUT';
  readonly isRetryable = true;

  constructor(name: string, timeoutMs: number, options?: ErrorOptions) {
    super(`No answer to ${quote(name)} within ${timeoutMs} ms`, options);
  }
}

/** The caller took its call back; the other end was told to stop. `cause` is the reason. */
export class WormholeAbortedError extends WormholeError {
  override readonly name = 'WormholeAbortedError';
  readonly code = 'ERR_WORMHOLE_ABORTED';
  readonly isRetryable = false;

  constructor(name: string, options?: ErrorOptions) {
    super(`The call of ${quote(name)} was taken back`, options);
  }
}

/** As much is waiting as may wait: the other end is too slow, or stuck. Nothing was sent. */
export class WormholeFullError extends WormholeError {
  override readonly name = 'WormholeFullError';
  readonly code = 'ERR_WORMHOLE_FULL';
  readonly isRetryable = true;
}

/** This end serves as many calls as it may; the caller is told so. */
export class WormholeBusyError extends WormholeError {
  override readonly name = 'WormholeBusyError';
  readonly code = 'ERR_WORMHOLE_BUSY';
  readonly isRetryable = true;
}

/** A value that cannot travel: a function, a symbol, a stream within a value. */
export class WormholeValueError extends WormholeError {
  override readonly name = 'WormholeValueError';
  readonly code = 'ERR_WORMHOLE_VALUE';
  readonly isRetryable = false;
}

/** The other end sent what no wormhole sends. It was ignored, or the channel closed where it could not be. */
export class WormholeProtocolError extends WormholeError {
  override readonly name = 'WormholeProtocolError';
  readonly code = 'ERR_WORMHOLE_PROTOCOL';
  readonly isRetryable = false;
}

/**
 * The command failed on the other end. `name`, `code`, `message` and `stack` are those of the error
 * there, as far as it told them; `data` are its own further fields.
 */
export class WormholeRemoteError extends WormholeError {
  override readonly name: string;
  readonly code: string;
  readonly isRetryable: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  /** What was thrown where that was no error at all. */
  readonly thrown: unknown;

  constructor(details: {
    readonly name: string;
    readonly message: string;
    readonly code: string;
    readonly stack: string | undefined;
    readonly data: Readonly<Record<string, unknown>>;
    readonly thrown: unknown;
    readonly cause: WormholeRemoteError | undefined;
  }) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = details.name;
    this.code = details.code;
    this.isRetryable = details.data.isRetryable === true;
    this.data = details.data;
    this.thrown = details.thrown;
    if (details.stack !== undefined) this.stack = details.stack;
  }
}

const LONGEST_QUOTE = 80;

function quote(name: string): string {
  return JSON.stringify(name.length > LONGEST_QUOTE ? `${name.slice(0, LONGEST_QUOTE)}…` : name);
}
