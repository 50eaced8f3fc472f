/**
 * Child processes that leave nothing behind: each in a group of its own, its output in a log file,
 * stopped with a limit, and ended by the guard should this process be killed.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Guard } from './guard.ts';

export type ChildOptions = {
  /** For sentences to people: "PostgreSQL", "the site". */
  readonly name: string;
  readonly command: string;
  /** The name that the program sees itself under, where it matters. */
  readonly argv0?: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Everything the process prints is appended here. */
  readonly logPath: string;
  readonly guard: Guard;
  /** The signal that asks it to end in good order. */
  readonly stopSignal: NodeJS.Signals;
  readonly user?: { uid: number; gid: number } | undefined;
};

export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly logPath: string;
  /** Settles when the process is gone, however it went. Never rejects. */
  readonly ended: Promise<ChildEnd>;
  /** What the process has printed since its start, at most the last 4 KB. */
  readLog(): Promise<string>;
  /** Ask it to end, wait, then kill its whole group. Calling again shortens the wait. */
  stop(timeoutMs: number): Promise<void>;
};

export type ChildEnd = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

const LOG_TAIL_BYTES = 4_096;

/** @throws Error when the program cannot be run at all. */
export async function startChild(options: ChildOptions): Promise<Child> {
  mkdirSync(dirname(options.logPath), { recursive: true });
  const log = openSync(options.logPath, 'a', 0o600);
  const logStart = (await stat(options.logPath)).size;
  const spawned = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', log, log],
    ...(options.argv0 ? { argv0: options.argv0 } : {}),
    ...(options.user ?? {}),
  });
  const ended = new Promise<ChildEnd>((resolve) => {
    spawned.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    spawned.once('spawn', resolve);
    spawned.once('error', reject);
  }).finally(() => closeSync(log));
  const pid = spawned.pid ?? 0;
  options.guard.watch(pid, options.stopSignal);
  void ended.then(() => options.guard.forget(pid));

  return {
    name: options.name,
    pid,
    logPath: options.logPath,
    ended,
    readLog: () => readTail(options.logPath, logStart),
    async stop(timeoutMs) {
      signalProcess(pid, options.stopSignal);
      const timer = setTimeout(() => signalProcess(-pid, 'SIGKILL'), timeoutMs);
      await ended;
      clearTimeout(timer);
      // Its own children may outlive it by a moment, or for good if it was killed.
      signalProcess(-pid, 'SIGKILL');
    },
  };
}

/** Send a signal to a process, or with a negative id to its group. @returns False when it is gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readTail(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(from, size - LOG_TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(size - start),
      0,
      size - start,
      start,
    );
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}
