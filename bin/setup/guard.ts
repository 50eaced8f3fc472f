import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Watches over child processes in case this process is killed without a chance to stop them. */
export type Guard = {
  /** End this process group with the signal should we die. */
  watch(pid: number, signal: NodeJS.Signals): void;
  /** The process has ended; its id may be another's soon. */
  forget(pid: number): void;
  /** Remove this folder when we are gone, however that comes. */
  removeAtEnd(folder: string): void;
  /** Let the guard end: it removes the folders, and stops whatever was not forgotten. */
  release(): Promise<void>;
};

/** Start the guard: one small process in a group of its own, so that Ctrl-C does not reach it. */
export function startGuard(): Guard {
  const child = spawn(process.execPath, [fileURLToPath(new URL('guard.mjs', import.meta.url))], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // A guard that died is noticed by its absence only: the command goes on without it.
  child.stdin.on('error', () => {});
  child.unref();
  const tell = (line: string) => void child.stdin.write(`${line}\n`);
  return {
    watch: (pid, signal) => tell(`+ ${pid} ${signal}`),
    forget: (pid) => tell(`- ${pid}`),
    removeAtEnd: (folder) => tell(`x ${folder}`),
    release: () => release(child),
  };
}

function release(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.ref();
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
}
