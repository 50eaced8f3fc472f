import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './log.ts';

export type LoopOptions = {
  readonly name: string;
  /** Pause between the end of a run and the start of the next. */
  readonly pauseMs: number;
  readonly log: Logger;
};

/**
 * Run something again and again until disposed of. A run that fails is logged, and the next one
 * comes all the same. Disposal aborts the run's signal and waits for its end.
 */
export function startLoop(
  { name, pauseMs, log }: LoopOptions,
  run: (signal: AbortSignal) => Promise<void>,
): AsyncDisposable {
  const stopping = new AbortController();
  const { signal } = stopping;
  // A fault that lasts is told once, not at every run.
  let lastFault = '';

  const runOnce = async () => {
    try {
      await run(signal);
      if (lastFault !== '') log.info({ loop: name }, 'the loop works again');
      lastFault = '';
    } catch (error) {
      if (signal.aborted) return;
      const fault = String(error);
      if (fault !== lastFault) log.warn({ err: error, loop: name }, 'a run of the loop failed');
      lastFault = fault;
    }
  };

  const ended = (async () => {
    while (!signal.aborted) {
      await runOnce();
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  })();

  return {
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error(`The loop ${name} is stopping`));
      await ended;
    },
  };
}
