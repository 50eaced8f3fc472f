/** Dies twice while it starts, then is up: `node --import tsx dying-worker.ts TRACE`, a file that it writes. */
import { appendFileSync, readFileSync } from 'node:fs';
import { Wormhole } from '#lib/messaging/wormhole/index.ts';

const [trace = ''] = process.argv.slice(2);
appendFileSync(trace, 'x');
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
if (readFileSync(trace, 'utf8').length > 2) new Wormhole(process).event('ready');
else setTimeout(() => Promise.reject(new Error('nobody catches it')), 1);
