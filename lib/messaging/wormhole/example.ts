import { fork } from 'node:child_process';
import type { Procedures } from './example-worker.ts';
import { Wormhole } from './index.ts';

const script = new URL('./example-worker.ts', import.meta.url);
const worker = new Wormhole(fork(script, [], { execArgv: ['--import', 'tsx'] }));
export const shown: string[] = [];
worker.events.on('progress', (percent: number) => shown.push(`${percent} %`));

const { sync, log } = worker.proxy<Procedures>({ timeoutMs: 10_000 }); // and signal
export const result = await sync({ full: true }); // { contracts: 1200n, at: Date, … }
for await (const line of await log(3)) shown.push(line); // never runs far ahead of the loop
if (!worker.event('settings', { level: 'debug' })) await worker.drained();

worker.disconnect(); // whatever is pending rejects with a WormholeClosedError
