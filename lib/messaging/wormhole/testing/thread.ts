import { parentPort } from 'node:worker_threads';
import { Wormhole } from '../wormhole.ts';
import { serveFarEnd } from './far-end.ts';

if (parentPort === null) throw new Error('This is for a worker thread');
serveFarEnd(new Wormhole(parentPort)).define('die', () => {
  process.exit(3);
});
