import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import type { Guard } from './guard.ts';
import { poll } from './poll.ts';

export type AppProcessOptions = {
  readonly name: string;
  /** The TypeScript file that Node runs, from the root of the project. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFolder: string;
  readonly guard: Guard;
};

const READY_TIMEOUT_MS = 120_000;

/**
 * Start one of our own processes and wait until it says `{ kind: 'ready' }` over its channel.
 *
 * @throws Error with the end of its log when it ends first or stays silent.
 */
export async function startAppProcess(
  options: AppProcessOptions,
  signal?: AbortSignal,
): Promise<Child> {
  const state = { isReady: false, isEnded: false };
  const child = await startChild({
    name: options.name,
    command: process.execPath,
    args: ['--import', 'tsx', options.script, ...(options.args ?? [])],
    cwd: options.root,
    env: options.env,
    logPath: join(options.logFolder, `${options.name}.log`),
    guard: options.guard,
    stopSignal: 'SIGTERM',
    onMessage: (message) => {
      if (isReady(message)) state.isReady = true;
    },
  });
  void child.ended.then(() => {
    state.isEnded = true;
  });
  await poll(() => state.isReady || state.isEnded, {
    timeoutMs: READY_TIMEOUT_MS,
    ...(signal ? { signal } : {}),
  });
  if (state.isReady && !state.isEnded) return child;

  const happened = state.isEnded ? 'ended at once' : 'did not get ready';
  await child.stop(5_000);
  signal?.throwIfAborted();
  throw new Error(
    `The process "${options.name}" ${happened}. Its log (${child.logPath}) ends with:\n${await child.readLog()}`,
  );
}

function isReady(message: unknown): boolean {
  return (
    typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready'
  );
}
