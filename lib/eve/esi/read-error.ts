import {
  type EsiError,
  EsiErrorLimitError,
  EsiForbiddenError,
  EsiNotFoundError,
  EsiRateLimitError,
  EsiRequestError,
  EsiServerError,
  EsiThrottledError,
  EsiUnauthorizedError,
} from './errors.ts';
import { readDate } from './freshness.ts';
import type { RawAnswer } from './transport.ts';

/** The error window of ESI is one minute long. */
const ERROR_WINDOW_MS = 60_000;
const UNSAID_RETRY_MS = 10_000;
/** ESI's buckets fill again within 15 minutes: a much longer wait is a wrong header. */
const LONGEST_RETRY_MS = 3_600_000;

/** The error that an answer outside 200–304 stands for. */
export function readError(answer: RawAnswer, what: string, group: string): EsiError {
  const details = { requestId: answer.header('x-esi-request-id') };
  const throttledMs = readThrottle(answer.text);
  if (throttledMs !== null && [420, 429, 520].includes(answer.status)) {
    return new EsiThrottledError(throttledMs, details);
  }
  switch (answer.status) {
    case 401:
      return new EsiUnauthorizedError(`ESI does not know the token for ${what}`, details);
    case 403:
      // ESI could not ask the sign-in server: nothing is said about this token.
      if (answer.text.includes('"sso_status"')) return new EsiServerError(403, what, details);
      return new EsiForbiddenError(`ESI forbids ${what}`, details);
    case 404:
      return new EsiNotFoundError(`ESI has no ${what}`, details);
    case 420:
      return new EsiErrorLimitError(readErrorLimitReset(answer), details);
    case 429: {
      return new EsiRateLimitError(group, readRetryAfter(answer) ?? UNSAID_RETRY_MS, details);
    }
    default:
      return answer.status >= 400 && answer.status < 500
        ? new EsiRequestError(`ESI answered ${answer.status} to ${what}`, details)
        : new EsiServerError(answer.status, what, {
            ...details,
            retryAfterMs: readRetryAfter(answer),
          });
  }
}

/** How long the error window still lasts. */
export function readErrorLimitReset(answer: RawAnswer): number {
  return readSeconds(answer.header('x-esi-error-limit-reset')) ?? ERROR_WINDOW_MS;
}

/** Seconds, as ESI says them, or the moment of RFC 9110, section 10.2.3, by the server's own clock. */
function readRetryAfter(answer: RawAnswer): number | null {
  const text = answer.header('retry-after');
  const [until, sent] = [readDate(text), readDate(answer.header('date'))];
  const isMoment = text !== null && / GMT$/.test(text) && until !== null && sent !== null;
  return isMoment ? toPauseMs(until.getTime() - sent.getTime()) : readSeconds(text);
}

function readSeconds(text: string | null): number | null {
  // A fraction, a blank or the same twice: what was meant is a number all the same.
  const [, said] = /^\s*(\d+(?:\.\d+)?)\s*(?:,|$)/.exec(text ?? '') ?? [];
  return said === undefined ? null : toPauseMs(Math.ceil(Number(said) * 1_000));
}

function toPauseMs(saidMs: number): number {
  return Math.min(Math.max(saidMs, 1_000), LONGEST_RETRY_MS);
}

// {"error":"{'error_label': 'ConStopSpamming', 'error_dict': {'remainingTime': 82647325L}}"}: a Python
// dictionary inside JSON, in units of 100 ns.
function readThrottle(text: string): number | null {
  if (!text.includes('StopSpamming')) return null;
  const ticks = /remainingTime'?"?\s*:\s*(\d{1,15})/.exec(text)?.[1];
  if (ticks === undefined) return UNSAID_RETRY_MS;
  return Math.min(Math.max(Math.ceil(Number(ticks) / 10_000), 1), LONGEST_RETRY_MS);
}
