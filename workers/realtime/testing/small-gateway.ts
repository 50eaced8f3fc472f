/** Takes connections as a gateway does, and says who it is: `node --import tsx small-gateway.ts`. */
import { createServer } from 'node:http';
import { ProcedureCaller } from '#lib/messaging/procedure-caller/index.ts';
import { Wormhole } from '#lib/messaging/wormhole/index.ts';
import { createWorkerProcedures } from '#lib/server/fleet/worker-procedures.ts';
import { createLog } from '#lib/server/log.ts';
import { takeConnections } from '../take-connections.ts';

const log = createLog({ name: 'small', level: 'warn' });
const server = createServer((_request, response) => response.end(String(process.pid)));
takeConnections((socket) => {
  server.emit('connection', socket);
  socket.resume();
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
const procedures = createWorkerProcedures({ log, parts: [], sync: undefined, isPaused: false });
new Wormhole(process, { procedures: new ProcedureCaller().defineAll(procedures) }).event('ready');
