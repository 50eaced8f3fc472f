import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stage } from '#workers/testing/stage.ts';
import type { ApiOrder, ApiReady } from './api-process.ts';

export type ApiProcess = AsyncDisposable & {
  /** How it ended; pending while it lives. */
  readonly ended: Promise<string | null>;
  /** Resolves once it works by these. */
  order(order: Partial<ApiOrder>): Promise<void>;
  /** Rejects when it dies before it has answered. */
  ask(path: string, init: RequestInit): Promise<Response>;
};

/** Start a process of the API on a stage. Resolves when it listens. */
export async function startApiProcess(stage: Stage): Promise<ApiProcess> {
  const module = fileURLToPath(new URL('api-process.ts', import.meta.url));
  const child = fork(module, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...stage.variables, LOG_LEVEL: 'info' },
    silent: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const ended = new Promise<string | null>((resolve) => {
    child.once('exit', (_code, signal) => resolve(signal));
  });
  const [ready] = await Promise.race([
    once(child, 'message'),
    ended.then((): never => {
      throw new Error(`The process did not start:\n${output}`);
    }),
  ]);
  // Its first message.
  const { port } = ready as ApiReady;
  return {
    ended,
    async order(order) {
      const ordered = once(child, 'message');
      const aheadMs = stage.now().getTime() - Date.now();
      child.send({ killAt: null, aheadMs, ...order } satisfies ApiOrder);
      await ordered;
    },
    ask: (path, init) => fetch(`http://127.0.0.1:${port}/api/v1${path}`, init),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
