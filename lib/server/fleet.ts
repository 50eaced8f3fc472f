import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from './log.ts';

export type FleetMember = {
  readonly name: string;
  /** The module that the child process runs. */
  readonly module: URL;
};

export type FleetOptions = {
  readonly log: Logger;
  /** Pause before the first restart; it doubles up to `maximumPauseMs`. */
  readonly firstPauseMs?: number;
  readonly maximumPauseMs?: number;
  /** A child that lived this long is healthy: the next restart starts at the first pause again. */
  readonly healthyAfterMs?: number;
  /** What a child may take to stop before it is killed. */
  readonly drainMs?: number;
  /** Told when a child has died, and when one is healthy again: then 0. */
  readonly onDeaths?: (name: string, deathsInARow: number) => void;
};

export type Fleet = AsyncDisposable & {
  /** Process ids of the children that live, by name. */
  pids(): Map<string, number>;
};

/**
 * Many times what a worker holds. Told nothing, V8 lets garbage grow to several times what is alive
 * before it looks, since the machine has memory left: other processes want it too.
 */
export const MEMORY_MB = 1_024;

/**
 * Keep one child process running for each member, until disposed of.
 *
 * A child that dies is started again, ever more slowly while it keeps dying. Disposal sends
 * SIGTERM, waits, then kills: no child outlives the fleet. A child also sees the end of this
 * process by its IPC channel.
 */
export function startFleet(members: readonly FleetMember[], options: FleetOptions): Fleet {
  const {
    log,
    firstPauseMs = 1_000,
    maximumPauseMs = 30_000,
    healthyAfterMs = 60_000,
    drainMs = 10_000,
    onDeaths = () => {},
  } = options;
  const stopping = new AbortController();
  const living = new Map<string, ChildProcess>();

  const keep = async ({ name, module }: FleetMember) => {
    let pauseMs = firstPauseMs;
    let deaths = 0;
    const recover = () => {
      pauseMs = firstPauseMs;
      if (deaths > 0) onDeaths(name, 0);
      deaths = 0;
    };
    while (!stopping.signal.aborted) {
      const child = fork(fileURLToPath(module), {
        execArgv: [...process.execArgv, `--max-old-space-size=${MEMORY_MB}`],
      });
      living.set(name, child);
      log.info({ worker: name, child: child.pid }, 'worker started');
      const healthy = setTimeout(recover, healthyAfterMs);
      const end = await waitForEnd(child);
      clearTimeout(healthy);
      living.delete(name);
      if (stopping.signal.aborted) return;

      deaths += 1;
      onDeaths(name, deaths);
      log.error(
        { worker: name, ...end, pauseMs, deaths },
        `the ${name} worker died, it is started again`,
      );
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, maximumPauseMs);
    }
  };
  const kept = Promise.all(members.map(keep));

  return {
    pids: () =>
      new Map([...living].flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]]))),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      for (const child of living.values()) child.kill('SIGTERM');
      const late = setTimeout(() => {
        for (const [name, child] of living) {
          log.warn({ worker: name }, 'worker did not stop in time, it is killed');
          child.kill('SIGKILL');
        }
      }, drainMs);
      await kept;
      clearTimeout(late);
    },
  };
}

type End = { readonly exitCode: number | null; readonly exitSignal: string | null };

function waitForEnd(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, exitSignal) => resolve({ exitCode, exitSignal }));
    // A child that could not be started at all has no exit.
    child.once('error', () => resolve({ exitCode: null, exitSignal: null }));
  });
}
