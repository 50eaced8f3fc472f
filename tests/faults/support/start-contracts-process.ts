import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stage } from '#workers/testing/stage.ts';
import type { WorkOrder } from './contracts-process.ts';

export type ContractsProcess = AsyncDisposable & {
  readonly pid: number;
  /** How it ended; pending while it lives. */
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  /** Let it work from now on; again, with other orders. */
  work(order?: Partial<WorkOrder>): void;
  /** What it has printed. */
  output(): string;
};

const LOCK_MS = 1_000;

/** Start a contracts worker on a stage: loaded and connected, and idle until it is told to work. */
export async function startContractsProcess(
  stage: Stage,
  variables: Readonly<Record<string, string>> = {},
): Promise<ContractsProcess> {
  const module = fileURLToPath(new URL('contracts-process.ts', import.meta.url));
  const child = fork(module, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...stage.variables, LOG_LEVEL: 'info', ...variables },
    silent: true,
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    output += String(chunk);
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error(`The process did not start:\n${output}`);
    }),
  ]);

  return {
    pid: child.pid ?? 0,
    ended,
    work(order = {}) {
      child.send({
        killAt: null,
        signal: 'SIGKILL',
        nth: 1,
        lockMs: LOCK_MS,
        aheadMs: stage.now().getTime() - Date.now(),
        ...order,
      } satisfies WorkOrder);
    },
    output: () => output,
    async [Symbol.asyncDispose]() {
      await end(child, ended);
    },
  };
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await ended;
}
