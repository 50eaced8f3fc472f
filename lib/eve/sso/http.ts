import { request } from 'undici';
import { SsoUnavailableError } from './errors.ts';

/** Nothing that EVE's sign-in sends is anywhere near this. */
const MAX_BODY_BYTES = 256 * 1024;

export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type HttpAnswer = {
  readonly status: number;
  readonly json: unknown;
  /** When the server says that it answered; null when it says nothing of use. */
  readonly date: Date | null;
};

/**
 * One request with a deadline. Redirects are not followed.
 *
 * @returns `json` is undefined when the body is no JSON, as in the HTML pages of an outage.
 * @throws {SsoUnavailableError} When no whole answer came in time. The reason of `signal` when it aborts.
 */
export async function send(
  url: string,
  { method, headers = {}, body }: HttpRequest,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<HttpAnswer> {
  signal?.throwIfAborted();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const cancel = () => deadline.abort();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const answer = await request(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      body: body ?? null,
      signal: deadline.signal,
    });
    return {
      status: answer.statusCode,
      json: parseJson(await readText(answer.body)),
      date: readDate(answer.headers.date),
    };
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof SsoUnavailableError) throw cause;
    const reason = deadline.signal.aborted ? 'timeout' : 'network';
    throw new SsoUnavailableError(reason, null, { cause, wasSent: !isUnconnected(cause) });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

/** What undici and Node say when no connection came about. */
const UNCONNECTED: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function isUnconnected(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && UNCONNECTED.has(cause.code);
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  // Leaving the loop early destroys the body, and with it the connection.
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_BODY_BYTES) throw new SsoUnavailableError('answer', null);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readDate(text: string | string[] | undefined): Date | null {
  const date = new Date(String(text));
  return Number.isNaN(date.getTime()) ? null : date;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
