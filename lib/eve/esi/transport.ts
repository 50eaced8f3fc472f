import { Pool } from 'undici';
import { EsiNetworkError, EsiSchemaError, EsiTimeoutError } from './errors.ts';

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
  /** @throws The reason of `signal`, EsiTimeoutError, EsiNetworkError, EsiSchemaError (too large). */
  send(
    request: RawRequest,
    options: { timeoutMs: number; signal: AbortSignal },
  ): Promise<RawAnswer>;
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
  const pool = new Pool(origin, { connections });

  return {
    async send({ method, path, headers, body }, { timeoutMs, signal }) {
      signal.throwIfAborted();
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), timeoutMs);
      const cancel = () => deadline.abort();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        const answer = await pool.request({
          method,
          path: prefix + path,
          headers,
          body,
          signal: deadline.signal,
        });
        return {
          status: answer.statusCode,
          header: (name) => first(answer.headers[name]),
          text: await readText(answer.body, maxBodyBytes),
        };
      } catch (cause) {
        signal.throwIfAborted();
        if (cause instanceof EsiSchemaError) throw cause;
        if (deadline.signal.aborted) {
          throw new EsiTimeoutError(`ESI did not answer ${path} in ${timeoutMs} ms`, { cause });
        }
        throw new EsiNetworkError(`The connection to ESI failed during ${path}`, { cause });
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', cancel);
      }
    },

    async [Symbol.asyncDispose]() {
      await pool.destroy();
    },
  };
}

function first(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  // Leaving the loop early destroys the body, and with it the connection.
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) throw new EsiSchemaError(`ESI sent more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
