/**
 * Why a request was refused. Switch on `code`; it never changes, and travels as it is.
 *
 * @module
 */
import type { RefusalCode } from '../protocol/index.ts';

export class SignalError extends Error {
  override readonly name = 'SignalError';
  readonly code: RefusalCode;
  /** Whether the same request may succeed later without anyone acting. */
  readonly isRetryable: boolean;

  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.isRetryable = RETRYABLE.has(code);
  }
}

const RETRYABLE: ReadonlySet<RefusalCode> = new Set([
  'ERR_SIGNAL_PEER_MISSING',
  'ERR_SIGNAL_PEER_AWAY',
  'ERR_SIGNAL_BUSY',
  'ERR_SIGNAL_UNAVAILABLE',
  'ERR_INTERNAL',
]);

/** A join token that lets nobody in. The message says why, to whoever reads logs; the client is told 401 alone. */
export class JoinTokenError extends Error {
  override readonly name = 'JoinTokenError';
  readonly code = 'ERR_SIGNAL_TOKEN';
  readonly isRetryable = false;
}
