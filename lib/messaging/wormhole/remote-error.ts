/**
 * Errors on their way: what one end tells of an error, and what the other makes of it.
 *
 * @module
 */
import {
  ProcedureAbortedError,
  ProcedureInputError,
  ProcedureNotFoundError,
  ProcedureTimeoutError,
} from '#lib/messaging/procedure-caller/index.ts';
import {
  WormholeBusyError,
  WormholeProtocolError,
  WormholeRemoteError,
  WormholeValueError,
} from './errors.ts';

const LONGEST_TEXT = 65_536;
/** Of an error that had to be shortened. */
const SHORT_TEXT = 200;
const DEEPEST_CAUSE = 5;
/** Told in fields of their own. */
const TOLD = new Set(['name', 'message', 'stack', 'code', 'cause']);

export type ErrorDetails = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly thrown?: unknown;
  readonly cause?: ErrorDetails;
};

/**
 * Describe what was thrown, be it an error or not. Never throws.
 *
 * @param options.isWhole With its stack and its causes, which may tell of anything.
 */
export function describeError(
  thrown: unknown,
  { isWhole, depth = 0 }: { readonly isWhole: boolean; readonly depth?: number },
): ErrorDetails {
  try {
    if (!(thrown instanceof Error)) {
      return { name: 'Error', message: cut(String(thrown)), thrown };
    }
    const { name, message, stack, cause } = thrown;
    const code = (thrown as { code?: unknown }).code;
    const data = Object.fromEntries(Object.entries(thrown).filter(([key]) => !TOLD.has(key)));
    return {
      name: cut(String(name)),
      message: cut(String(message)),
      ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
      ...(isWhole && typeof stack === 'string' ? { stack: cut(stack) } : {}),
      ...(Object.keys(data).length > 0 ? { data } : {}),
      ...(isWhole && cause !== undefined && depth < DEEPEST_CAUSE
        ? { cause: describeError(cause, { isWhole, depth: depth + 1 }) }
        : {}),
    };
  } catch {
    return { name: 'Error', message: 'An error that cannot be read' };
  }
}

/** What is wrong with the call of a command. Whoever called it may know, but not of a call that it made itself. */
const CALL_ERRORS = [
  ProcedureNotFoundError,
  ProcedureInputError,
  ProcedureTimeoutError,
  ProcedureAbortedError,
];

/** What went wrong between the two ends, and not within a command. Anybody may know of it. */
const PUBLIC_ERRORS = [WormholeBusyError, WormholeValueError, WormholeProtocolError];

/** Whether an end that is not ours, and called `command`, may know more of an error than that there was one. */
export function isPublic(error: unknown, command: string | undefined): boolean {
  if (PUBLIC_ERRORS.some((known) => error instanceof known)) return true;
  return CALL_ERRORS.some((known) => error instanceof known && error.procedure === command);
}

/** What such an end learns of any other. */
export const HIDDEN: ErrorDetails = { name: 'Error', message: 'Internal error' };

/** What is left of details that could not travel, or were too long to. */
export function shorten({ name, message, code }: ErrorDetails): ErrorDetails {
  return {
    name: name.slice(0, SHORT_TEXT),
    message: message.slice(0, SHORT_TEXT),
    ...(code === undefined ? {} : { code: code.slice(0, SHORT_TEXT) }),
  };
}

/** What is left where even that was too long. */
export const UNTELLABLE: ErrorDetails = { name: 'Error', message: 'Too long to be told' };

/** Make an error of what the other end told, whatever that is. Never throws. */
export function toRemoteError(details: unknown, depth = 0): WormholeRemoteError {
  const given = isRecord(details) ? details : {};
  const { name, message, code, stack, data, thrown, cause } = given;
  return new WormholeRemoteError({
    name: typeof name === 'string' ? cut(name) : 'Error',
    message: typeof message === 'string' ? cut(message) : 'The other end failed and told nothing',
    code: typeof code === 'string' ? cut(code) : 'ERR_WORMHOLE_REMOTE',
    stack: typeof stack === 'string' ? cut(stack) : undefined,
    data: isRecord(data) ? data : {},
    thrown,
    cause: isRecord(cause) && depth < DEEPEST_CAUSE ? toRemoteError(cause, depth + 1) : undefined,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
}
