import { runWorker } from '#lib/server/fleet/run-worker.ts';
import { startGateway } from './start-gateway.ts';
import { takeConnections } from './take-connections.ts';

const [name = 'realtime'] = process.argv.slice(2);

await runWorker(name, {
  start: async (container) => {
    const gateway = await startGateway(container);
    // The supervisor listens on the one port there is, and hands on what it accepts.
    takeConnections((socket) => gateway.take(socket));
    return [gateway];
  },
});
