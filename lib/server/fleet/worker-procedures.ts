/**
 * What a supervisor may ask of a worker, over the channel between the two processes.
 *
 * @module
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as z from 'zod';
import { procedure } from '#lib/messaging/procedure-caller/index.ts';
import type { Logger } from '../log.ts';
import type { Pausable } from '../loop.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const logLevelSchema = z.enum(LOG_LEVELS);
export type LogLevel = z.output<typeof logLevelSchema>;

export const workerHealthSchema = z.object({
  isPaused: z.boolean(),
  /** Resident memory. */
  memoryBytes: z.int().nonnegative(),
  /** The longest that the event loop was held since the last look, in ms. */
  loopHeldMs: z.number().nonnegative(),
  logLevel: z.string(),
});
export type WorkerHealth = z.output<typeof workerHealthSchema>;

export type WorkerParts = {
  readonly log: Logger;
  /** What the worker does; those that can be held are, while it is paused. */
  readonly parts: readonly (AsyncDisposable & Partial<Pausable>)[];
  /** Do at once what is done by the clock; the answer is in words. Absent where nothing is. */
  readonly sync: (() => Promise<string>) | undefined;
  /** From the start: it was when the worker before this one died. */
  readonly isPaused: boolean;
};

const LOOP_RESOLUTION_MS = 20;
const NS_PER_MS = 1e6;

/** The table that a worker serves to its supervisor. */
export function createWorkerProcedures({ log, parts, sync, ...begin }: WorkerParts) {
  const held = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  held.enable();
  let { isPaused } = begin;
  if (isPaused) void pauseAll();

  async function pauseAll(): Promise<void> {
    isPaused = true;
    await Promise.all(parts.map((part) => part.pause?.()));
    log.info('paused');
  }

  function readHealth(): WorkerHealth {
    // A histogram without a sample has no maximum.
    const longestMs = held.count === 0 ? 0 : held.max / NS_PER_MS - LOOP_RESOLUTION_MS;
    held.reset();
    return {
      isPaused,
      memoryBytes: process.memoryUsage.rss(),
      loopHeldMs: Math.max(0, longestMs),
      logLevel: log.level,
    };
  }

  return {
    worker: {
      health: procedure({
        summary: 'How the worker is',
        output: workerHealthSchema,
        run: readHealth,
      }),
      pause: procedure({
        summary: 'Begin nothing new, and wait for what is under way',
        run: pauseAll,
      }),
      resume: procedure({
        summary: 'Go on',
        run: () => {
          isPaused = false;
          for (const part of parts) part.resume?.();
          log.info('resumed');
        },
      }),
      sync: procedure({
        summary: 'Do at once what is done by the clock',
        output: z.string(),
        run: async () => {
          if (!sync) return 'There is nothing to be done at once.';
          const done = await sync();
          return isPaused ? `${done}, once the worker is resumed` : done;
        },
      }),
      logLevel: procedure({
        summary: 'Log more or less',
        input: logLevelSchema,
        run: (level) => {
          log.level = level;
        },
      }),
    },
  };
}
export type WorkerProcedures = ReturnType<typeof createWorkerProcedures>;
