/**
 * An ESI on loopback that answers what a test tells it to, to pages of other origins too.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ScriptedRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** How many requests of this path and query came before, preflights aside. */
  readonly nth: number;
};
export type ScriptedAnswer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** 'hang' never answers, 'cut' breaks the connection in the middle. */
  readonly fault?: 'hang' | 'cut';
};
/** A promise holds the answer back until it is settled. */
export type Script = (request: ScriptedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>;

export type ScriptedEsi = AsyncDisposable & {
  readonly baseUrl: string;
  /** Preflights aside. */
  readonly requests: ScriptedRequest[];
  readonly preflights: ScriptedRequest[];
  /** Requests whose asker went away before the answer. */
  readonly left: string[];
  /** Requests answered at the same moment, at most. */
  readonly mostAtOnce: () => number;
  play(script: Script): void;
};

/** What ESI lets pages of other origins read, beside what every server does. */
const EXPOSED =
  'Etag,Retry-After,X-Compatibility-Date,X-Esi-Error-Limit-Remain,X-Esi-Error-Limit-Reset,X-Pages,X-Ratelimit-Group,X-Ratelimit-Remaining';

/** Headers of an answer that is good for so many seconds from `now`, of a window of five minutes. */
export function freshFor(
  seconds: number,
  {
    now = new Date(),
    windowSeconds = 300,
    etag,
    pages,
  }: { now?: Date; windowSeconds?: number; etag?: string; pages?: number } = {},
): Record<string, string> {
  const expires = now.getTime() + seconds * 1_000;
  return {
    'cache-control': 'public',
    date: now.toUTCString(),
    expires: new Date(expires).toUTCString(),
    'last-modified': new Date(expires - windowSeconds * 1_000).toUTCString(),
    ...(etag && { etag }),
    ...(pages && { 'x-pages': String(pages) }),
  };
}

export async function startScriptedEsi(): Promise<ScriptedEsi> {
  let script: Script = () => ({ status: 500, body: 'no script' });
  const requests: ScriptedRequest[] = [];
  const preflights: ScriptedRequest[] = [];
  const left: string[] = [];
  let atOnce = 0;
  let most = 0;

  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headers } = message;
    const url = new URL(message.url ?? '/', 'http://esi.test');
    const nth = requests.filter((earlier) => earlier.url.href === url.href).length;
    const request = { method, url, headers, nth };
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (method === 'OPTIONS') {
      preflights.push(request);
      response.setHeader('Access-Control-Allow-Headers', '*');
      response.writeHead(204).end();
      return;
    }
    requests.push(request);
    most = Math.max(most, ++atOnce);
    response.on('close', () => {
      atOnce--;
      if (!response.writableEnded) left.push(url.pathname);
    });
    const { status = 200, headers: sent = {}, body, fault } = await script(request);
    if (fault === 'hang') return;
    response.sendDate = !sent.date;
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    response.writeHead(status, { 'content-type': 'application/json', ...sent });
    if (fault === 'cut') {
      response.write('[{"order_');
      response.destroy();
    } else if (status === 204 || status === 304) response.end();
    else response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = createServer((message, response) => {
    respond(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    // A TCP server's address is never a string. The path shows that a base may have one.
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/esi`,
    requests,
    preflights,
    left,
    mostAtOnce: () => most,
    play: (next) => {
      script = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
