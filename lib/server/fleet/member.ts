/**
 * One worker of a supervisor: its process, whatever becomes of it, and what may be asked of it.
 *
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ProcedureClient } from '#lib/messaging/procedure-caller/index.ts';
import { Wormhole } from '#lib/messaging/wormhole/index.ts';
import type { FleetMember, MemberSettings, MemberState } from './member-settings.ts';
import { PAUSED_ARGUMENT } from './run-worker.ts';
import { waitForEnd } from './wait-for-end.ts';
import type { LogLevel, WorkerHealth, WorkerProcedures } from './worker-procedures.ts';

/**
 * Many times what a worker holds. Told nothing, V8 lets garbage grow to several times what is alive
 * before it looks, since the machine has memory left: other processes want it too.
 */
export const MEMORY_MB = 1_024;

/** A pause waits for what is under way, such as a region's order book. */
const PATIENCE_MS = 120_000;

type Worker = ProcedureClient<WorkerProcedures>['worker'];

/** 'soon': when its process is up. */
export type Done = 'now' | 'soon';

/** Nobody is there to be asked: the worker is dead, or not up yet. */
export class WorkerAwayError extends Error {
  override readonly name = 'WorkerAwayError';
  readonly isRetryable = true;
}

export class Member {
  readonly name: string;
  readonly ended: Promise<void>;
  readonly #module: URL;
  readonly #args: readonly string[];
  readonly #settings: MemberSettings;
  readonly #stopping = new AbortController();
  #child: ChildProcess | null = null;
  #worker: Worker | null = null;
  #health: WorkerHealth | null = null;
  #startedAt: Date | null = null;
  #misses = 0;
  #starts = 0;
  #isPaused = false;
  #isRestarting = false;
  #logLevel: LogLevel | null = null;

  constructor({ name, module, args = [] }: FleetMember, settings: MemberSettings) {
    this.name = name;
    this.#module = module;
    this.#args = args;
    this.#settings = settings;
    this.ended = this.#keep();
  }

  /** The process that lives now. */
  get child(): ChildProcess | null {
    return this.#child;
  }

  /** Whether it may be given something new. */
  get isReady(): boolean {
    return this.#state() === 'running';
  }

  describe(): MemberState {
    return {
      name: this.name,
      state: this.#state(),
      pid: this.#child?.pid ?? null,
      startedAt: this.#startedAt,
      restarts: Math.max(0, this.#starts - 1),
      health: this.#health,
    };
  }

  async pause(): Promise<Done> {
    this.#isPaused = true;
    return this.#tell((worker) => worker.pause());
  }

  async resume(): Promise<Done> {
    this.#isPaused = false;
    return this.#tell((worker) => worker.resume());
  }

  async setLogLevel(level: LogLevel): Promise<Done> {
    this.#logLevel = level;
    return this.#tell((worker) => worker.logLevel(level));
  }

  /** @throws {WorkerAwayError} */
  async sync(): Promise<string> {
    if (this.#worker) return this.#worker.sync();
    throw new WorkerAwayError(`The ${this.name} worker is not up`);
  }

  /** Let the process end its work and start another one. Resolves when that one is up. */
  async restart(signal: AbortSignal): Promise<void> {
    const before = this.#child;
    // A dead one is started anyway.
    if (before) {
      this.#isRestarting = true;
      this.#end(before);
    }
    while (!this.#stopping.signal.aborted && (this.#child === before || !this.#worker)) {
      await sleep(20, undefined, { signal });
    }
  }

  /** End the process, for good; killed when it takes longer than `drainMs`. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#child) this.#end(this.#child);
    await this.ended;
  }

  /** Ask how it is; a child that does not answer for long is frozen, and starts anew. */
  async look(): Promise<void> {
    const { log, missesAllowed } = this.#settings;
    const [worker, child] = [this.#worker, this.#child];
    if (!worker || this.#stopping.signal.aborted) return;
    try {
      this.#health = await worker.health();
      this.#misses = 0;
      // A word that was lost: what is shown must be so.
      if (worker === this.#worker && this.#health.isPaused !== this.#isPaused) this.#repeat(worker);
    } catch (error) {
      if (child !== this.#child) return;
      this.#misses += 1;
      this.#health = null;
      log.warn({ err: error, worker: this.name, misses: this.#misses }, 'a worker does not answer');
      if (this.#misses < missesAllowed) return;
      log.error({ worker: this.name }, 'a worker is frozen, it is killed');
      child?.kill('SIGKILL');
    }
  }

  #state(): MemberState['state'] {
    if (this.#stopping.signal.aborted || this.#isRestarting) return 'stopping';
    if (!this.#child) return 'dead';
    if (!this.#worker) return 'starting';
    if (this.#misses > 0) return 'silent';
    return this.#isPaused ? 'paused' : 'running';
  }

  /** What is wanted is told to the next process too, as soon as it is up. */
  async #tell(call: (worker: Worker) => Promise<void>): Promise<Done> {
    const worker = this.#worker;
    if (!worker) return 'soon';
    try {
      await call(worker);
      return 'now';
    } catch (error) {
      if (worker !== this.#worker) return 'soon';
      throw error;
    }
  }

  #repeat(worker: Worker): void {
    const told = this.#isPaused ? worker.pause() : worker.resume();
    told.catch((error: unknown) => {
      this.#settings.log.warn({ err: error, worker: this.name }, 'a worker is not as it should be');
    });
  }

  #end(child: ChildProcess): void {
    child.kill('SIGTERM');
    const late = setTimeout(() => {
      this.#settings.log.warn({ worker: this.name }, 'worker did not stop in time, it is killed');
      child.kill('SIGKILL');
    }, this.#settings.drainMs);
    child.once('exit', () => clearTimeout(late));
  }

  async #keep(): Promise<void> {
    const { log, firstPauseMs, maximumPauseMs, healthyAfterMs, onDeaths } = this.#settings;
    const { signal } = this.#stopping;
    const { name } = this;
    let pauseMs = firstPauseMs;
    let deaths = 0;
    let healthy: NodeJS.Timeout | undefined;
    const recover = () => {
      pauseMs = firstPauseMs;
      if (deaths > 0) onDeaths(name, 0);
      deaths = 0;
    };
    while (!signal.aborted) {
      // One that takes long to start may still die of what it does then.
      const child = this.#start(() => {
        healthy = setTimeout(recover, healthyAfterMs);
      });
      log.info({ worker: name, child: child.pid }, 'worker started');
      const end = await waitForEnd(child);
      clearTimeout(healthy);
      this.#forget();
      if (signal.aborted) return;
      if (this.#isRestarting) {
        this.#isRestarting = false;
        continue;
      }
      deaths += 1;
      onDeaths(name, deaths);
      log.error(
        { worker: name, ...end, pauseMs, deaths },
        `the ${name} worker died, it is started again`,
      );
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, maximumPauseMs);
    }
  }

  #start(onUp: () => void): ChildProcess {
    const { log, lookMs, execArgv, clock } = this.#settings;
    const isPaused = this.#isPaused;
    const child = fork(
      fileURLToPath(this.#module),
      [...this.#args, ...(isPaused ? [PAUSED_ARGUMENT] : [])],
      {
        execArgv: [...execArgv, `--max-old-space-size=${MEMORY_MB}`],
      },
    );
    this.#child = child;
    this.#starts += 1;
    this.#startedAt = clock();
    // One that could not be started at all has no channel.
    if (!child.connected) return child;
    const hole = new Wormhole(child, { timeoutMs: PATIENCE_MS });
    hole.on('error', (error) => log.warn({ err: error, worker: this.name }, 'a worker'));
    hole.events.on('ready', () => {
      if (this.#child !== child) return;
      const { health } = hole.proxy<WorkerProcedures>({ timeoutMs: lookMs }).worker;
      const { pause, resume, sync, logLevel } = hole.proxy<WorkerProcedures>().worker;
      this.#worker = { health, pause, resume, sync, logLevel };
      onUp();
      if (this.#isPaused !== isPaused) this.#repeat(this.#worker);
      if (this.#logLevel) void this.#worker.logLevel(this.#logLevel).catch(() => {});
    });
    return child;
  }

  #forget(): void {
    this.#child = null;
    this.#worker = null;
    this.#health = null;
    this.#startedAt = null;
    this.#misses = 0;
  }
}
