/** A worker with nothing behind it but what tests ask of it: `node --import tsx small-worker.ts`. */
import { ProcedureCaller } from '#lib/messaging/procedure-caller/index.ts';
import { Wormhole } from '#lib/messaging/wormhole/index.ts';
import { createLog } from '#lib/server/log.ts';
import { startLoop } from '#lib/server/loop.ts';
import { PAUSED_ARGUMENT } from '../run-worker.ts';
import { createWorkerProcedures } from '../worker-procedures.ts';

const log = createLog({ name: 'small', level: 'warn' });
let runs = 0;
const loop = startLoop({ name: 'small', pauseMs: 5, log }, async () => {
  runs += 1;
});
const procedures = createWorkerProcedures({
  log,
  parts: [loop],
  sync: async () => {
    if (runs < 0) throw new Error('never');
    return `${runs} runs`;
  },
  isPaused: process.argv.includes(PAUSED_ARGUMENT),
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
new Wormhole(process, { procedures: new ProcedureCaller().defineAll(procedures) }).event('ready');
