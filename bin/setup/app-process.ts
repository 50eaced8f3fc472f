import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { readReason } from './error-lines.ts';
import { explainDamage } from './explain-damage.mjs';
import type { Guard } from './guard.ts';
import { poll } from './poll.ts';
import { SetupError } from './setup-error.ts';

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
 * @throws SetupError with the reason it gave, when it ends first or stays silent.
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
  const log = await child.readLog();
  const reason = readReason(log) ?? explainDamage(log);
  throw new SetupError(
    reason
      ? `The process "${options.name}" did not start. ${reason}`
      : `The process "${options.name}" ${happened}: its log says why (${child.logPath}).`,
  );
}

function isReady(message: unknown): boolean {
  return (
    typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready'
  );
}
