/**
 * The API as a process of its own, without Next and the front before it, with what only a test may give
 * it: a clock, and a point at which it kills itself.
 *
 * @module
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { answerApi } from '#app/api/v1/_api/answer-api.ts';
import { createContainer } from '#lib/server/container.ts';
import { readEnv } from '#lib/server/env.ts';
import { getStaticData } from '#lib/server/static-data.ts';

/** Sent by the parent, as often as it likes. */
export type ApiOrder = { readonly killAt: string | null; readonly aheadMs: number };
/** Sent to it once, when it listens. */
export type ApiReady = { readonly port: number };

let order: ApiOrder = { killAt: null, aheadMs: 0 };

const container = await createContainer(readEnv(process.env), 'web', {
  clock: () => new Date(Date.now() + order.aheadMs),
  checkpoint: async (name) => {
    if (order.killAt === name) process.kill(process.pid, 'SIGKILL');
  },
});
await getStaticData(container);

const server = createServer(async (request, response) => {
  const body = await buffer(request);
  const asked = new Request(new URL(request.url ?? '/', 'http://localhost'), {
    method: request.method ?? 'GET',
    headers: Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
    ...(body.byteLength > 0 && { body }),
  });
  const answer = await answerApi(container, asked);
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', (message) => {
  // Nobody but the test's own support sends it.
  order = message as ApiOrder;
  process.send?.({ kind: 'ordered' });
});
// A server that listens on a port always has such an address.
const { port } = server.address() as AddressInfo;
process.send?.({ port } satisfies ApiReady);
