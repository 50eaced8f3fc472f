/**
 * Child processes that leave nothing behind: each in a group of its own, its output in a log file,
 * stopped with a limit, and ended by the guard should this process be killed.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Guard } from './guard.ts';

export type ChildOptions = {
  /** For sentences to people: "PostgreSQL", "web". */
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
  /** Called for each message of a Node.js child; its channel also tells the child of our end. */
  readonly onMessage?: (message: unknown) => void;
};

export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly logPath: string;
  /** Settles when the process is gone, however it went. Never rejects. */
  readonly ended: Promise<ChildEnd>;
  /** What the process has printed since its start, at most the last 4 KB. */
  readLog(): Promise<string>;
  /** Ask it to end, wait, then kill its whole group. An aborted `hurry` shortens the wait. */
  stop(timeoutMs: number, hurry?: AbortSignal): Promise<void>;
};

export type ChildEnd = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** What is left of the wait once somebody is in a hurry: enough to close files in good order. */
const HURRY_MS = 1_500;
const LOG_TAIL_BYTES = 4_096;
const LOG_LIMIT_BYTES = 20_000_000;

/** @throws Error when the program cannot be run at all. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { log, start } = openLog(options.logPath);
  const spawned = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: options.onMessage ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    ...(options.argv0 ? { argv0: options.argv0 } : {}),
    ...(options.user ?? {}),
  });
  if (options.onMessage) spawned.on('message', options.onMessage);
  const ended = new Promise<ChildEnd>((resolve) => {
    spawned.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    spawned.once('spawn', resolve);
    spawned.once('error', reject);
  }).finally(() => closeSync(log));
  const pid = spawned.pid ?? 0;
  options.guard.watch(pid, options.stopSignal);
  void ended.then(() => {
    // Its own children may outlive it by a moment, or for good if it was killed.
    signalProcess(-pid, 'SIGKILL');
    options.guard.forget(pid);
  });

  return {
    name: options.name,
    pid,
    logPath: options.logPath,
    ended,
    readLog: () => readTail(options.logPath, start),
    async stop(timeoutMs, hurry) {
      if (spawned.exitCode === null && spawned.signalCode === null) {
        signalProcess(pid, options.stopSignal);
      }
      const kill = () => signalProcess(-pid, 'SIGKILL');
      let timer = setTimeout(kill, hurry?.aborted ? HURRY_MS : timeoutMs);
      const shorten = () => {
        clearTimeout(timer);
        timer = setTimeout(kill, HURRY_MS);
      };
      hurry?.addEventListener('abort', shorten, { once: true });
      await ended;
      clearTimeout(timer);
      hurry?.removeEventListener('abort', shorten);
    },
  };
}

/** Send a signal to a process, or with a negative id to its group. @returns False when it is gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  // Zero would be our own group, and minus one every process there is.
  if (pid === 0 || pid === -1) return false;
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** @returns The open file, and where in it the new output starts. */
function openLog(path: string): { log: number; start: number } {
  mkdirSync(dirname(path), { recursive: true });
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const isLong = size > LOG_LIMIT_BYTES;
  if (isLong) renameSync(path, `${path}.old`);
  return { log: openSync(path, 'a', 0o600), start: isLong ? 0 : size };
}

async function readTail(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(from, size - LOG_TAIL_BYTES);
    const length = Math.max(0, size - start);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead).toString('utf8').trim();
  } finally {
    await file.close();
  }
}
