/**
 * From an HTTP request to an open socket, or to a refusal.
 *
 * @module
 */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { LuceTimeoutError, LuceUpgradeError } from './errors.ts';
import type { Settings } from './settings.ts';

/** @throws {LuceUpgradeError} 403 for a page of somebody else, or a program that does not say whose it is. */
export function checkOrigin<State extends object>(
  request: IncomingMessage,
  { origins, allowMissingOrigin }: Pick<Settings<State>, 'origins' | 'allowMissingOrigin'>,
): void {
  const { origin } = request.headers;
  if (origin === undefined) {
    if (allowMissingOrigin) return;
    throw new LuceUpgradeError(403, 'No Origin');
  }
  const isAllowed =
    typeof origins === 'function' ? origins(origin, request) : origins.includes(origin);
  if (!isAllowed) throw new LuceUpgradeError(403, 'Foreign Origin');
}

/** Answer an upgrade with an error, and end the connection. Safe on one that is broken already. */
export function refuse(raw: Duplex, error: unknown): void {
  const { status, message, headers } = toRefusal(error);
  const title = STATUS_CODES[status] ?? '';
  const body = message || title;
  const fields = {
    ...headers,
    Connection: 'close',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
  };
  const head = Object.entries(fields).map(([name, value]) => `${name}: ${oneLine(value)}\r\n`);
  // A peer that never reads the answer is not waited for.
  raw.once('finish', () => raw.destroy());
  raw.end(`HTTP/1.1 ${status} ${title}\r\n${head.join('')}\r\n${body}`);
}

/** Wait for the hooks, but not for ever. */
export async function within(timeoutMs: number, hooks: PromiseLike<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await Promise.race([
      hooks,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new LuceTimeoutError('The hooks of the upgrade', timeoutMs));
        }, timeoutMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a failure of an upgrade is ours to mend. */
export function isFault(error: unknown): boolean {
  return toRefusal(error).status >= 500 && !(error instanceof LuceUpgradeError);
}

/** Errors of http-errors say the same by the same names. What is ours to mend is not told. */
function toRefusal(error: unknown): {
  status: number;
  message: string;
  headers: Readonly<Record<string, string>>;
} {
  if (error instanceof LuceTimeoutError) return { status: 503, message: '', headers: {} };
  const given = (error ?? {}) as { status?: unknown; message?: unknown; headers?: unknown };
  const status = Number(given.status);
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    return { status: 500, message: '', headers: {} };
  }
  return {
    status,
    message: status < 500 && typeof given.message === 'string' ? given.message : '',
    headers: (given.headers ?? {}) as Readonly<Record<string, string>>,
  };
}

/** A line break in a value would begin a header of somebody else's. */
function oneLine(value: unknown): string {
  return String(value).replaceAll(/[\r\n]+/g, ' ');
}
