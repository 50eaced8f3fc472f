import { setTimeout as wait } from 'node:timers/promises';
import type { Child } from './child.ts';

export type Kept = {
  /** Stop the process, and the restarts. */
  stop(timeoutMs: number, hurry?: AbortSignal): Promise<void>;
};

export type KeepOptions = {
  readonly start: (signal: AbortSignal) => Promise<Child>;
  readonly say: (text: string) => void;
  /** Called once, when the process died too often: nothing restarts it any more. */
  readonly onGivenUp: (reason: string) => void;
  /** Pauses before the restarts that are tried in a row. */
  readonly pausesMs?: readonly number[];
  /** A process that lived this long died of something new. */
  readonly healthyAfterMs?: number;
};

const PAUSES_MS = [1_000, 3_000, 10_000];
const HEALTHY_AFTER_MS = 60_000;
/** For one that had just come up again when everything was to stop. */
const LATE_STOP_MS = 10_000;

/** Start a process, and start it again when it dies, a few times in a row. @throws as `start` does. */
export async function keepRunning({
  start,
  say,
  onGivenUp,
  pausesMs = PAUSES_MS,
  healthyAfterMs = HEALTHY_AFTER_MS,
}: KeepOptions): Promise<Kept> {
  const stopping = new AbortController();
  let child = await start(stopping.signal);
  const watching = watch().catch((error: unknown) => {
    if (!stopping.signal.aborted) onGivenUp(error instanceof Error ? error.message : String(error));
  });

  async function watch(): Promise<void> {
    let deaths = 0;
    // Of a start in between: what died once may need more than one.
    let failure: unknown;
    for (;;) {
      const startedAt = performance.now();
      const end = await child.ended;
      if (stopping.signal.aborted) return;
      if (!failure && performance.now() - startedAt > healthyAfterMs) deaths = 0;
      const how = end.signal ? `killed by ${end.signal}` : `exit code ${end.code}`;
      const pauseMs = pausesMs[deaths];
      if (pauseMs === undefined && failure) throw failure;
      if (pauseMs === undefined) {
        onGivenUp(
          `The process "${child.name}" died ${deaths + 1} times (${how}). See ${child.logPath}`,
        );
        return;
      }
      deaths += 1;
      if (!failure)
        say(`The process "${child.name}" died (${how}); it is started again. See ${child.logPath}`);
      await wait(pauseMs, undefined, { signal: stopping.signal });
      try {
        const next = await start(stopping.signal);
        if (stopping.signal.aborted) return next.stop(LATE_STOP_MS);
        child = next;
        failure = undefined;
      } catch (error) {
        failure = error;
      }
    }
  }

  return {
    async stop(timeoutMs, hurry) {
      stopping.abort();
      await child.stop(timeoutMs, hurry);
      await watching;
    },
  };
}
