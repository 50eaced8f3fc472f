import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Application } from '../application.ts';
import type { ApplicationOptions } from '../settings.ts';

export type Gateway<State extends object> = AsyncDisposable & {
  readonly app: Application<State>;
  readonly server: Server;
  readonly port: number;
  /** `ws://127.0.0.1:…` */
  readonly url: string;
  /** The origin that its own pages have. */
  readonly origin: string;
};

/** An application behind a server of its own, on loopback. */
export async function startGateway<State extends object = Record<string, unknown>>(
  options: ApplicationOptions<State> = {},
  port = 0,
): Promise<Gateway<State>> {
  const app = new Application<State>(options);
  const server = createServer().on('upgrade', app.onUpgrade());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A TCP server's address is never a string.
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    app,
    server,
    port: boundPort,
    url: `ws://127.0.0.1:${boundPort}`,
    origin: `http://127.0.0.1:${boundPort}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      await app.close({ deadlineMs: 0, retryAfterMs: 0, spreadMs: 0 });
      server.closeAllConnections();
      await closed;
    },
  };
}
