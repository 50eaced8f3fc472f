import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServedContract } from '#lib/features/operations/check/invariant.ts';
import { createServedLog } from './served.ts';

export type EsiAnswer = { status: number; headers: Headers; body: string };
/** Changes an answer on its way, or leaves it. `path` has the query. */
export type Tamper = (path: string, answer: EsiAnswer) => EsiAnswer | Promise<EsiAnswer>;

export type EsiProxy = AsyncDisposable & {
  readonly url: string;
  /** Every path that was asked for, oldest first. */
  readonly asked: string[];
  /** What the app was told of contracts, as it was last told: the oracle of what must be kept. */
  served(): ServedContract[];
  tamper: Tamper;
};

const DROPPED: ReadonlySet<string> = new Set(['content-length', 'content-encoding', 'connection']);

/** Stand between the app and ESI, to count what is asked and to change what is answered. */
export async function startEsiProxy(target: () => string): Promise<EsiProxy> {
  const asked: string[] = [];
  const log = createServedLog();
  const proxy = { tamper: ((_path, answer) => answer) as Tamper };

  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      if (typeof value === 'string' && name !== 'host' && !DROPPED.has(name))
        headers.set(name, value);
    }
    const upstream = await fetch(`${target()}${path}`, {
      method: request.method ?? 'GET',
      headers,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      redirect: 'manual',
    });
    const answer = await proxy.tamper(path, {
      status: upstream.status,
      headers: new Headers(upstream.headers),
      body: await upstream.text(),
    });
    log.note(path, answer.status, answer.body);
    for (const [name, value] of answer.headers) {
      if (!DROPPED.has(name) && name !== 'transfer-encoding') response.setHeader(name, value);
    }
    response.writeHead(answer.status).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port always has such an address.
  const { port } = server.address() as AddressInfo;
  return Object.assign(proxy, {
    url: `http://localhost:${port}`,
    asked,
    served: () => log.read(),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  });
}
