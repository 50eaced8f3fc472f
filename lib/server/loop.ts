import type { Logger } from './log.ts';

export type LoopOptions = {
  readonly name: string;
  /** Pause between the end of a run and the start of the next. */
  readonly pauseMs: number;
  readonly log: Logger;
};

/** Work that can be held for a while. Both may be called at any time, any number of times. */
export type Pausable = {
  /** Begin nothing new; what runs goes on to its end, which is waited for. */
  pause(): Promise<void>;
  resume(): void;
};

export type Loop = AsyncDisposable &
  Pausable & {
    /** Run now; or once more, when a run is under way. */
    wake(): void;
  };

/**
 * Run something again and again until disposed of. A run that fails is logged, and the next one
 * comes all the same. Disposal aborts the run's signal and waits for its end.
 */
export function startLoop(
  { name, pauseMs, log }: LoopOptions,
  run: (signal: AbortSignal) => Promise<void>,
): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  // A fault that lasts is told once, not at every run.
  let lastFault = '';
  let isPaused = false;
  let isWoken = true;
  let running: Promise<void> | null = null;
  let next: NodeJS.Timeout | undefined;

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

  const runWhileWoken = async () => {
    // Whoever starts the loop finishes its own work first.
    await null;
    while (isWoken && !isPaused && !signal.aborted) {
      isWoken = false;
      await runOnce();
    }
    running = null;
    if (!isPaused && !signal.aborted) next = setTimeout(wake, pauseMs);
  };

  function wake(): void {
    isWoken = true;
    if (running || isPaused || signal.aborted) return;
    clearTimeout(next);
    running = runWhileWoken();
  }

  wake();
  return {
    wake,
    async pause() {
      isPaused = true;
      clearTimeout(next);
      await running;
    },
    resume() {
      if (!isPaused) return;
      isPaused = false;
      wake();
    },
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error(`The loop ${name} is stopping`));
      clearTimeout(next);
      await running;
    },
  };
}
