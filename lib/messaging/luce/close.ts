/**
 * What may be said when a socket is closed.
 *
 * @module
 */
import { WebSocketError, WS_CODES } from './errors.ts';

const MAX_REASON_BYTES = 123;
/** Of RFC 6455, section 7.4, and its registry: those that an endpoint may send. */
const SENDABLE = new Set([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014]);

export function isSendable(code: number): boolean {
  return SENDABLE.has(code) || (Number.isInteger(code) && code >= 3000 && code <= 4999);
}

/** As much of a text as a close frame holds, cut between two characters. */
export function cutReason(reason: string): string {
  if (Buffer.byteLength(reason) <= MAX_REASON_BYTES) return reason;
  const bytes = Buffer.from(reason);
  let end = MAX_REASON_BYTES;
  // The bytes of a character but its first are 10xxxxxx.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** How a socket is closed for what a hook threw. What is none of the peer's business is not told. */
export function toClose(error: unknown): { code: number; reason: string } {
  if (!(error instanceof WebSocketError) || !isSendable(error.code)) {
    return { code: WS_CODES.INTERNAL_SERVER_ERROR, reason: 'Internal Server Error' };
  }
  const { code, expose, message } = error;
  return { code, reason: expose ? message : 'Internal Server Error' };
}
