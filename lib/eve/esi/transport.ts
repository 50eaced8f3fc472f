import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors, Pool } from 'undici';
import { type EsiError, EsiNetworkError, EsiSchemaError, EsiTimeoutError } from './errors.ts';
import { onAbort, type StopSignal } from './stop-signal.ts';

export type RawRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

export type RawAnswer = {
  readonly status: number;
  header(name: string): string | null;
  readonly text: string;
};

export type Transport = AsyncDisposable & {
  /** @throws The reason of `signal`, EsiTimeoutError, EsiNetworkError, EsiTooLargeError. */
  send(request: RawRequest, options: { timeoutMs: number; signal: StopSignal }): Promise<RawAnswer>;
};

/** Keep-alive connections to ESI. Redirects are not followed. */
export function createTransport({
  baseUrl,
  connections,
  maxBodyBytes,
}: {
  baseUrl: string;
  connections: number;
  maxBodyBytes: number;
}): Transport {
  const { origin, pathname } = new URL(baseUrl);
  const prefix = pathname.replace(/(?<!\/)\/+$/, '');
  const pool = new Pool(origin, { connections, maxResponseSize: maxBodyBytes });

  return {
    send({ method, path, headers, body }, { timeoutMs, signal }) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const exchange = new Exchange((answer, cause) => {
          clearTimeout(timer);
          takeBack();
          if (answer) resolve(answer);
          else if (signal.aborted) reject(signal.reason);
          else if (cause instanceof errors.ResponseExceededMaxSizeError) {
            reject(new EsiTooLargeError(maxBodyBytes, exchange.begun, { cause }));
          } else reject(toError(cause, { path, timeoutMs }));
        });
        const timer = setTimeout(() => exchange.abort(new errors.BodyTimeoutError()), timeoutMs);
        const takeBack = onAbort(signal, () => exchange.abort(new errors.RequestAbortedError()));
        pool.dispatch({ method, path: prefix + path, headers, body }, exchange);
      });
    },

    async [Symbol.asyncDispose]() {
      await pool.destroy();
    },
  };
}

/** Its headers still say for how long ESI gives the same. */
export class EsiTooLargeError extends EsiSchemaError {
  readonly answer: RawAnswer;

  constructor(maxBodyBytes: number, answer: RawAnswer, options: ErrorOptions) {
    const requestId = answer.header('x-esi-request-id');
    super(`ESI sent more than ${maxBodyBytes} bytes`, { ...options, requestId });
    this.answer = answer;
  }
}

function toError(cause: Error, { path, timeoutMs }: { path: string; timeoutMs: number }): EsiError {
  if (cause instanceof errors.BodyTimeoutError) {
    return new EsiTimeoutError(`ESI did not answer ${path} in ${timeoutMs} ms`, { cause });
  }
  return new EsiNetworkError(`The connection to ESI failed during ${path}`, { cause });
}

/** Each holds some hundred bytes beside its own: a body in single bytes would take a hundred times its size. */
const MOST_CHUNKS = 1_024;

type OnEnd = (...end: [answer: RawAnswer, cause: null] | [answer: null, cause: Error]) => void;

/**
 * One request and what comes of it, as undici tells it. Its own `request` makes a stream of each body, which
 * costs more than all that this client does besides.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #onEnd: OnEnd;
  readonly #joined: Buffer[] = [];
  #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #aborted: Error | null = null;
  #isOver = false;
  #status = 0;
  #headers: IncomingHttpHeaders = {};

  constructor(onEnd: OnEnd) {
    this.#onEnd = onEnd;
  }

  /** The answer as far as it came: without its body. */
  get begun(): RawAnswer {
    const headers = this.#headers;
    return { status: this.#status, header: (name) => first(headers[name]), text: '' };
  }

  /** Whoever waits is told at once; where it is under way its connection ends. */
  abort(reason: Error): void {
    this.#aborted = reason;
    this.#controller?.abort(reason);
    this.#end(null, reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(this.#aborted);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // One of 1xx comes before the answer.
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    if (this.#chunks.length < MOST_CHUNKS) return;
    this.#joined.push(Buffer.concat(this.#chunks));
    this.#chunks = [];
  }

  onResponseEnd(): void {
    this.#end({ ...this.begun, text: toText([...this.#joined, ...this.#chunks]) }, null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(null, error);
  }

  #end(...end: Parameters<OnEnd>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd(...end);
  }
}

/** Without the mark that some servers put before a text. */
function toText(chunks: readonly Buffer[]): string {
  const [only = Buffer.alloc(0)] = chunks;
  const bytes = chunks.length > 1 ? Buffer.concat(chunks) : only;
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', hasMark ? 3 : 0);
}

function first(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
