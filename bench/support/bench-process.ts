import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Variables } from '#bin/setup/environment.ts';
import { MEMORY_MB } from '#lib/server/fleet/start-fleet.ts';
import { ROOT } from './bench-site.ts';

const READY_MS = 60_000;
const STOP_MS = 15_000;

export type BenchProcess = AsyncDisposable & {
  /** Most memory that it had resident so far, in MB; Linux only. */
  peakMemoryMb(): number;
  /** Processor time so far, in seconds; Linux only. */
  cpuS(): number;
};

/** One of our own processes, started as the site starts it; ready when this returns. */
export async function startProcess(script: string, settings: Variables): Promise<BenchProcess> {
  const child = fork(script, [], {
    cwd: ROOT,
    execArgv: ['--import', 'tsx', `--max-old-space-size=${MEMORY_MB}`],
    env: { ...process.env, ...settings, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`${script} ended before it was ready`);
    }),
    sleep(READY_MS, undefined, { ref: false }).then(() => {
      throw new Error(`${script} was not ready in time`);
    }),
  ]);
  return {
    peakMemoryMb: () => Number(/VmHWM:\s*(\d+)/.exec(readProc(child, 'status'))?.[1]) / 1_024,
    cpuS() {
      // The name in parentheses may hold spaces; the times are the 12th and 13th field after it.
      const fields = readProc(child, 'stat')
        .replace(/^.*\) /s, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    [Symbol.asyncDispose]: () => stop(child),
  };
}

function readProc(child: ChildProcess, file: 'stat' | 'status'): string {
  try {
    return readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}
