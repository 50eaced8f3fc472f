import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GET as readHealth } from '#app/api/health/route.ts';
import { GET as askApi } from '#app/api/v1/[[...path]]/route.ts';
import type { Container } from '#lib/server/container.ts';

export type Site = AsyncDisposable & {
  /** What the site answers, and how long it took. */
  ask(path: string): Promise<{ response: Response; body: unknown; tookMs: number }>;
};

/** The routes that tools and monitors ask, over HTTP and without the pages around them. */
export async function openSite(container: Container): Promise<Site> {
  // Where the routes of this process find what they work with.
  const place = Symbol.for('ageira.container');
  Object.assign(globalThis, { [place]: container });
  let asked = 0;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const isForApi = url.pathname.startsWith('/api/v1/');
    // Each from elsewhere: what is asked after is no limit of one address.
    asked += 1;
    const from = `10.0.${(asked >> 8) & 255}.${asked & 255}`;
    const headers = { 'X-Forwarded-For': from };
    const answer = isForApi ? await askApi(new Request(url, { headers })) : await readHealth();
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port always has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    async ask(path) {
      const startMs = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return { response, body: await response.json(), tookMs: performance.now() - startMs };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      Reflect.deleteProperty(globalThis, place);
    },
  };
}
