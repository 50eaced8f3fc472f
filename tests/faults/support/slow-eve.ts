import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nothing for 30 s; a byte a second; nothing ever; half an answer and a broken connection. */
export const SLOWNESSES = ['late', 'drip', 'hang', 'reset'] as const;
export type Slowness = (typeof SLOWNESSES)[number];

/** One request as EVE saw it, until its connection was given up or answered. */
export type Try = { readonly path: string; readonly startMs: number; endMs: number | null };

export type SlowEve = AsyncDisposable & {
  readonly url: string;
  /** What befalls a request of this path, with its query. */
  slownessOf: (path: string) => Slowness | null;
  readonly tries: readonly Try[];
};

const LATE_MS = 30_000;
const DRIP_MS = 1_000;
/** An empty list would be there in no time. */
const DROPS = 200;

/** Stand between a worker and ESI, and answer some of it as a server in trouble does. */
export async function startSlowEve(target: string): Promise<SlowEve> {
  const tries: Try[] = [];
  const ending = new AbortController();
  const slow: Pick<SlowEve, 'slownessOf'> = { slownessOf: () => null };

  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const seen: Try = { path, startMs: performance.now(), endMs: null };
    tries.push(seen);
    const left = new AbortController();
    response.once('close', () => {
      seen.endMs = performance.now();
      left.abort();
    });
    const signal = AbortSignal.any([left.signal, ending.signal]);
    const slowness = slow.slownessOf(path);
    try {
      if (slowness === 'hang') return;
      if (slowness === 'late') await sleep(LATE_MS, undefined, { signal });
      const { authorization = '' } = request.headers;
      const upstream = await fetch(`${target}${path}`, { headers: { authorization }, signal });
      const text = await upstream.text();
      const body = Buffer.from(slowness === 'drip' ? text.padEnd(DROPS) : text);
      const headers = new Headers(upstream.headers);
      headers.delete('transfer-encoding');
      headers.set('content-length', String(body.length));
      response.writeHead(upstream.status, Object.fromEntries(headers));
      await send(response, body, { slowness, signal });
    } catch {
      // Who asked has left, as it should.
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port always has such an address.
  const { port } = server.address() as AddressInfo;
  return Object.assign(slow, {
    url: `http://localhost:${port}`,
    tries,
    async [Symbol.asyncDispose]() {
      ending.abort();
      server.closeAllConnections();
      server.close();
    },
  });
}

async function send(
  response: ServerResponse,
  body: Buffer,
  { slowness, signal }: { slowness: Slowness | null; signal: AbortSignal },
): Promise<void> {
  if (slowness === 'reset') {
    const half = body.subarray(0, body.length / 2);
    await new Promise((done) => response.write(half, done));
    response.socket?.resetAndDestroy();
    return;
  }
  if (slowness === 'drip') {
    for (const byte of body) {
      response.write(Buffer.of(byte));
      await sleep(DRIP_MS, undefined, { signal });
    }
    response.end();
    return;
  }
  response.end(body);
}
