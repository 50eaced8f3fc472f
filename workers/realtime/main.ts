import { Socket } from 'node:net';
import { runWorker } from '#lib/server/fleet/run-worker.ts';
import { startGateway } from './start-gateway.ts';

const [name = 'realtime'] = process.argv.slice(2);

await runWorker(name, {
  start: async (container) => {
    const gateway = await startGateway(container);
    // The supervisor listens on the one port there is, and hands on what it accepts.
    process.on('message', (_message, handle) => {
      if (handle instanceof Socket) gateway.take(handle);
    });
    return [gateway];
  },
});
