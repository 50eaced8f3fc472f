import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** What may befall a TCP link, by the names that toxiproxy gave them. */
export const TOXICS = [
  'latency',
  'bandwidth',
  'slicer',
  'slow-close',
  'limit-data',
  'reset-peer',
  'timeout',
  'down',
] as const;
export type Toxic = (typeof TOXICS)[number];

export type ToxicProxy = AsyncDisposable & {
  /** The same address, reached through this proxy. */
  readonly url: string;
  poison(toxic: Toxic): void;
  heal(): void;
  /** How often the poison has done its work since it was given. */
  struck(): number;
};

const LATENCY_MS = { least: 100, spread: 200 };
const BYTES_A_MS = 64;
const SLICE_BYTES = 48;
const SLOW_CLOSE_MS = 1_000;
const LIMIT_BYTES = 512;
/** Data stops, and the connection is cut only after this. */
const SILENCE_MS = 700;

/** Some bytes, and when they arrive where the way is long. */
type Sent = { readonly chunk: Buffer; readonly dueMs: number };
type Link = { readonly client: Socket; readonly server: Socket; passedBytes: number };

/** Stand between a process and a server of `address`, and pass every byte on until poisoned. */
export async function startToxicProxy(
  address: string,
  random: (below: number) => number,
): Promise<ToxicProxy> {
  const target = new URL(address);
  const links = new Set<Link>();
  let toxic: Toxic | null = null;
  let struck = 0;

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (toxic === 'down') {
      struck += 1;
      client.resetAndDestroy();
      return;
    }
    const server = connect({
      host: '127.0.0.1',
      port: Number(target.port),
      allowHalfOpen: true,
    });
    const link = { client, server, passedBytes: 0 };
    links.add(link);
    join(link, client, server);
    join(link, server, client);
  });

  /** What comes from one side goes to the other, in order, whatever happens to it on the way. */
  const join = (link: Link, from: Socket, to: Socket) => {
    let last = Promise.resolve();
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => {
      // A way that is long is no narrower for it: the next chunk does not wait for this one's time.
      const dueMs = performance.now() + LATENCY_MS.least + random(LATENCY_MS.spread);
      last = last.then(() => pass(link, to, { chunk, dueMs }));
    });
    from.on('end', () => {
      last = last.then(async () => {
        if (toxic === 'slow-close') await sleep(SLOW_CLOSE_MS);
        to.end();
      });
    });
    from.on('close', () => {
      links.delete(link);
      void last.then(() => to.destroy());
    });
    // What went wrong is seen by the side that waits for an answer.
    from.on('error', () => {});
  };

  const pass = async (link: Link, to: Socket, { chunk, dueMs }: Sent): Promise<void> => {
    if (toxic !== null) struck += 1;
    link.passedBytes += chunk.length;
    switch (toxic) {
      case 'latency':
        await sleep(dueMs - performance.now());
        break;
      case 'bandwidth':
        await sleep(chunk.length / BYTES_A_MS);
        break;
      case 'slicer':
        for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
          write(to, chunk.subarray(at, at + SLICE_BYTES));
          await nextTurn();
        }
        return;
      case 'limit-data':
        if (link.passedBytes <= LIMIT_BYTES) break;
        write(to, chunk.subarray(0, Math.max(chunk.length - link.passedBytes + LIMIT_BYTES, 0)));
        cut(link);
        return;
      case 'reset-peer':
        link.client.resetAndDestroy();
        link.server.resetAndDestroy();
        return;
      case 'timeout':
        setTimeout(() => cut(link), SILENCE_MS).unref();
        return;
    }
    write(to, chunk);
  };

  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const url = new URL(address);
  // A server that listens on a port always has such an address.
  url.port = String((listener.address() as AddressInfo).port);

  return {
    url: url.href.replace(/\/$/, ''),
    poison(given) {
      toxic = given;
      struck = 0;
      for (const link of links) {
        link.passedBytes = 0;
        if (toxic !== 'down') continue;
        struck += 1;
        cut(link);
      }
    },
    heal() {
      toxic = null;
    },
    struck: () => struck,
    async [Symbol.asyncDispose]() {
      toxic = null;
      listener.close();
      for (const link of links) cut(link);
    },
  };
}

function write(to: Socket, chunk: Buffer): void {
  if (!to.destroyed && to.writable) to.write(chunk);
}

function cut({ client, server }: Link): void {
  client.destroy();
  server.destroy();
}
