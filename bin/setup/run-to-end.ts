import { spawn } from 'node:child_process';
import { signalProcess } from './child.ts';
import { explainDamage } from './explain-damage.mjs';
import type { Guard } from './guard.ts';
import { SetupError } from './setup-error.ts';

export type Task = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly user?: { uid: number; gid: number } | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly guard?: Guard | undefined;
  /** True lets the output through to the console as it comes. */
  readonly isLoud?: boolean;
};

export type TaskResult = {
  readonly code: number;
  /** The signal that ended it. */
  readonly killedBy: NodeJS.Signals | null;
  readonly output: string;
};

/** What it takes a task to stop once it is told to. */
const STOP_TIMEOUT_MS = 5_000;

/** A task that failed says why in its own output: our stack would add nothing. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
}

/** Run a task and wait for it. @throws {TaskError} with its output, or an AbortError. */
export async function runToEnd(task: Task): Promise<string> {
  const { code, killedBy, output } = await tryToEnd(task);
  task.signal?.throwIfAborted();
  if (code === 0) return output;
  if (/ENOSPC|No space left on device/.test(output)) {
    throw new SetupError(
      `${task.name} failed, for the disk is full: free some space and start again.`,
    );
  }
  if (killedBy === 'SIGKILL') {
    throw new SetupError(
      `${task.name} was killed, most likely because the machine ran out of memory: close other programs and start again.`,
    );
  }
  const damage = explainDamage(output);
  if (damage) throw new SetupError(damage);
  throw new TaskError(`${task.name} failed:\n${output.trim()}`);
}

/** Run a task in a group of its own and wait for it, however it ends. */
export function tryToEnd(task: Task): Promise<TaskResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(task.command, task.args, {
      cwd: task.cwd,
      env: task.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(task.user ?? {}),
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (task.isLoud) process.stdout.write(chunk);
      });
    }
    const pid = child.pid ?? 0;
    if (pid) task.guard?.watch(pid, 'SIGTERM');

    let killing: NodeJS.Timeout | undefined;
    const stop = () => {
      signalProcess(-pid, 'SIGTERM');
      killing = setTimeout(() => signalProcess(-pid, 'SIGKILL'), STOP_TIMEOUT_MS);
    };
    if (task.signal?.aborted) stop();
    task.signal?.addEventListener('abort', stop, { once: true });

    child.once('error', reject);
    child.once('close', (code, killedBy) => {
      clearTimeout(killing);
      task.signal?.removeEventListener('abort', stop);
      task.guard?.forget(pid);
      resolve({ code: code ?? 1, killedBy, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}
