/**
 * An ESI on loopback that answers what a test tells it to.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type ScriptedRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** How many requests of this path and query came before. */
  readonly nth: number;
};
export type ScriptedAnswer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, text and bytes as they are. */
  readonly body?: unknown;
  /**
   * 'hang' never answers, 'cut' breaks the connection in the middle, 'drip' sends a byte now and then
   * and never ends.
   */
  readonly fault?: 'hang' | 'cut' | 'drip';
};
/** A promise holds the answer back until it is settled. */
export type Script = (request: ScriptedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>;

export type ScriptedEsi = AsyncDisposable & {
  readonly baseUrl: string;
  readonly requests: ScriptedRequest[];
  /** Requests that are being answered at most at the same moment. */
  readonly mostAtOnce: () => number;
  play(script: Script): void;
};

const DRIP_MS = 10;

/** Headers of an answer that is good for so long, by the server's own clock. */
export function freshFor(
  seconds: number,
  {
    etag,
    pages,
    modified = 'Fri, 20 Nov 2026 09:59:00 GMT',
    date = '2026-11-20T10:00:00Z',
  }: {
    etag?: string;
    pages?: number;
    modified?: string;
    date?: string;
  } = {},
): Record<string, string> {
  const sent = new Date(date);
  return {
    date: sent.toUTCString(),
    expires: new Date(sent.getTime() + seconds * 1_000).toUTCString(),
    'last-modified': modified,
    ...(etag && { etag }),
    ...(pages && { 'x-pages': String(pages) }),
  };
}

export async function startScriptedEsi(): Promise<ScriptedEsi> {
  let script: Script = () => ({ status: 500, body: 'no script' });
  const requests: ScriptedRequest[] = [];
  let atOnce = 0;
  let most = 0;

  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    atOnce++;
    most = Math.max(most, atOnce);
    response.on('close', () => atOnce--);
    const url = new URL(message.url ?? '/', 'http://esi.test');
    const nth = requests.filter((earlier) => earlier.url.href === url.href).length;
    const { method = '', headers } = message;
    const request = { method, url, headers, body: await text(message), nth };
    requests.push(request);
    const { status = 200, headers: sent = {}, body, fault } = await script(request);
    if (fault === 'hang') return;
    response.sendDate = !sent.date;
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const payload = isRaw ? body : JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', ...sent });
    if (fault === 'cut') {
      response.write('[{"contract');
      response.destroy();
    } else if (fault === 'drip') {
      const drip = setInterval(() => response.write(' '), DRIP_MS);
      response.on('close', () => clearInterval(drip));
    } else if (status === 204 || status === 304) {
      response.end();
    } else {
      response.end(payload);
    }
  };
  const server = createServer((message, response) => {
    respond(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    // A TCP server's address is never a string. The path shows that a base may have one.
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/esi`,
    requests,
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
