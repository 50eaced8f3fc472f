import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Backend,
  createMemoryBackend,
  createMemoryHub,
  openRegistry,
  type Registry,
} from '#lib/messaging/registry/index.ts';
import { createApp, type RtcConfigurationSource, type SignalApp } from '../create-app.ts';
import type { SignalOptions } from '../settings.ts';

export type SignalNode = AsyncDisposable & {
  readonly app: SignalApp;
  readonly registry: Registry;
  /** `ws://127.0.0.1:…` */
  readonly url: string;
  /** What nobody waited for. */
  readonly faults: unknown[];
  /** As a process that is killed: nobody is told anything. */
  kill(): Promise<void>;
};

export type NodeOptions = SignalOptions & {
  readonly backend?: Backend;
  readonly configuration?: RtcConfigurationSource;
  readonly port?: number;
};

/** A signaling server on loopback, one of several where they share a backend and stores. */
export async function startNode(options: NodeOptions = {}): Promise<SignalNode> {
  const { backend = createMemoryBackend(createMemoryHub()), configuration, port = 0 } = options;
  const registry = await openRegistry({ backend });
  const app = createApp(registry, configuration, {
    ...options,
    app: { allowMissingOrigin: true, ...options.app },
  });
  const faults: unknown[] = [];
  app.on('error', (error) => faults.push(error));
  const server = createServer().on('upgrade', app.onUpgrade());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A TCP server's address is never a string.
  const { port: bound } = server.address() as AddressInfo;
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return {
    app,
    registry,
    url: `ws://127.0.0.1:${bound}`,
    faults,
    async kill() {
      app.removeAllListeners('close');
      for (const { raw } of app.connections) raw.destroy();
      await app.close({ deadlineMs: 0, retryAfterMs: 0, spreadMs: 0 });
      await stop();
    },
    async [Symbol.asyncDispose]() {
      await app.close({ deadlineMs: 0, retryAfterMs: 0, spreadMs: 0 });
      await registry.close();
      await stop();
    },
  };
}
