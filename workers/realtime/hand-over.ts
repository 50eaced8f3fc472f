import { createServer } from 'node:net';
import type { Fleet } from '#lib/server/fleet/start-fleet.ts';
import type { Logger } from '#lib/server/log.ts';
import { createShareOut } from './share-out.ts';

/** Of another supervisor on this machine, which has the port: this one stands by. */
const STAND_BY_MS = 1_000;

/**
 * Listen for browsers, and hand each connection to the next gateway in turn. Where another process has the port
 * already it is waited for. Disposal takes no more of them; those that a gateway has are its own, which it ends.
 *
 * @param names Of the fleet's members that are gateways.
 */
export function handOver(
  fleet: Fleet,
  names: readonly string[],
  { host, port, log }: { readonly host: string; readonly port: number; readonly log: Logger },
): Disposable {
  let again: NodeJS.Timeout | undefined;
  let isStopping = false;
  let isTold = false;

  const browsers = createShareOut(() => fleet.readyChildren(names));
  const server = createServer({ pauseOnConnect: true }, browsers.take);
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (!isTold && error.code === 'EADDRINUSE') {
      log.info(
        { port },
        'the port is taken: by another supervisor, for which this one stands by, or another program',
      );
    } else if (!isTold) log.error({ err: error, port }, 'browsers cannot be served');
    isTold = true;
    if (!isStopping) again = setTimeout(listen, STAND_BY_MS);
  });
  server.on('listening', () => {
    isTold = false;
    if (isStopping) server.close();
    else log.info({ host, port }, 'browsers are served');
  });

  function listen(): void {
    if (!server.listening) server.listen(port, host);
  }
  listen();

  return {
    [Symbol.dispose]() {
      isStopping = true;
      clearTimeout(again);
      // Node would have us wait until the gateways have closed what they were handed: as long as a tab is open.
      if (server.listening) server.close();
      browsers.end();
    },
  };
}
