import { createServer } from 'node:net';
import type { Fleet } from '#lib/server/fleet/start-fleet.ts';
import type { Logger } from '#lib/server/log.ts';

/** Of another supervisor on this machine, which has the port: this one stands by. */
const STAND_BY_MS = 1_000;
/** Nobody is there to serve it: whoever comes knows when to come again. */
const NOBODY = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\r\n';

/**
 * Listen for browsers, and hand each connection to the next gateway in turn. Where another process has the port
 * already it is waited for.
 *
 * @param names Of the fleet's members that are gateways.
 */
export function handOver(
  fleet: Fleet,
  names: readonly string[],
  { host, port, log }: { readonly host: string; readonly port: number; readonly log: Logger },
): AsyncDisposable {
  let turn = 0;
  let again: NodeJS.Timeout | undefined;
  let isStopping = false;
  let isTold = false;

  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    const children = fleet.readyChildren(names);
    const child = children[turn++ % Math.max(1, children.length)];
    if (!child) {
      socket.end(NOBODY);
      return;
    }
    child.send({ kind: 'connection' }, socket, (error) => {
      if (error) socket.destroy();
    });
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (!isTold && error.code === 'EADDRINUSE') {
      log.info({ port }, 'another supervisor serves browsers, this one stands by');
    } else if (!isTold) log.error({ err: error, port }, 'browsers cannot be served');
    isTold = true;
    if (!isStopping) again = setTimeout(listen, STAND_BY_MS);
  });
  server.on('listening', () => {
    isTold = false;
    log.info({ host, port }, 'browsers are served');
  });

  function listen(): void {
    if (!server.listening) server.listen(port, host);
  }
  listen();

  return {
    async [Symbol.asyncDispose]() {
      isStopping = true;
      clearTimeout(again);
      if (!server.listening) return;
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
