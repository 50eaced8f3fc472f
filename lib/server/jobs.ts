/**
 * Jobs on BullMQ. PostgreSQL says what is due; a queue only spreads the work, and may be lost.
 *
 * @module
 */
import { DelayedError, type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import * as z from 'zod';
import type { Container } from './container.ts';
import { isDatabaseAway, isDatabaseFull } from './is-database-away.ts';
import type { Pausable } from './loop.ts';
import { createQueueRedis } from './redis.ts';

export type JobDefinition<Payload> = {
  /** Without a colon: BullMQ refuses it. */
  readonly queue: string;
  readonly payload: z.ZodType<Payload>;
  /** Jobs at once in one process. */
  readonly concurrency: number;
  /** Tries in all before the job is given up. */
  readonly attempts: number;
  /** The signal of a run is aborted after this long. */
  readonly timeoutMs: number;
  /** How long a job stays with a process that shows no sign of life. Default 30 s. */
  readonly lockMs?: number;
};

export type JobQueue<Payload> = AsyncDisposable & {
  /**
   * Put a job into the queue. A second one of the same id is ignored as long as the first is
   * remembered, so the id names the piece of work: feed and due time.
   */
  enqueue(payload: Payload, jobId: string): Promise<void>;
};

export type JobHandler<Payload> = (payload: Payload, signal: AbortSignal) => Promise<void>;

const PREFIX = 'ageira';
const FIRST_PAUSE_MS = 1_000;
/** Between two looks for a database that is away: no longer than anybody should notice afterwards. */
const LONGEST_AWAY_PAUSE_MS = 2_000;
const LOCK_MS = 30_000;
/** A stall means a killed or frozen process, not a bad job: it must not be given up for that. */
const MAXIMUM_STALLS = 5;
const REMEMBERED = { completed: { age: 3_600, count: 1_000 }, failed: { age: 86_400, count: 500 } };

export function defineJob<Payload>(job: JobDefinition<Payload>): JobDefinition<Payload> {
  return job;
}

/** Open the producing side. It fails within seconds while Redis is away. */
export function openQueue<Payload>(
  container: Pick<Container, 'redis' | 'log'>,
  job: JobDefinition<Payload>,
): JobQueue<Payload> {
  const queue = new Queue(job.queue, {
    connection: container.redis,
    prefix: PREFIX,
    skipVersionCheck: true,
    defaultJobOptions: {
      attempts: job.attempts,
      backoff: { type: 'exponential', delay: FIRST_PAUSE_MS, jitter: 0.5 },
      removeOnComplete: REMEMBERED.completed,
      removeOnFail: REMEMBERED.failed,
    },
  });
  // Unheard, an 'error' event would end the process while Redis is away.
  queue.on('error', (error) => container.log.debug({ err: error, queue: job.queue }, 'queue'));

  return {
    async enqueue(payload, jobId) {
      if (jobId.includes(':')) throw new TypeError(`A job id has no colon: ${jobId}`);
      await queue.add(job.queue, payload, { jobId });
    },
    async [Symbol.asyncDispose]() {
      await queue.close().catch(() => {});
    },
  };
}

/**
 * Work on one kind of job until disposed of.
 *
 * A payload that fails its schema, or an error that says it is not retryable, fails the job at
 * once; anything else is tried again as the definition says. A job that found the database away, or its
 * disk full, has not had its try: it waits for as long as that lasts. Disposal aborts the signal of what
 * runs, which is put back into the queue, and waits for it.
 */
export function startWorker<Payload>(
  container: Pick<Container, 'env' | 'log'>,
  job: JobDefinition<Payload>,
  handle: JobHandler<Payload>,
): AsyncDisposable & Pausable {
  const log = container.log.child({ queue: job.queue });
  const connection = createQueueRedis(container.env.REDIS_URL, log);
  const stopping = new AbortController();
  let isAway = false;

  const worker = new Worker(
    job.queue,
    async (taken, token) => {
      const payload = job.payload.safeParse(taken.data);
      if (!payload.success) throw new UnrecoverableError(z.prettifyError(payload.error));
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(job.timeoutMs)]);
      try {
        await handle(payload.data, signal);
        isAway = false;
      } catch (error) {
        // Another process goes on with it, or this one when it is back.
        if (stopping.signal.aborted) return putOff(taken, token);
        if (!isDatabaseAway(error) && !isDatabaseFull(error)) return giveUpIfPointless(error);
        if (!isAway) log.warn({ err: error, jobId: taken.id }, 'jobs wait for the database');
        isAway = true;
        return putOff(taken, token);
      }
    },
    {
      connection,
      prefix: PREFIX,
      skipVersionCheck: true,
      concurrency: job.concurrency,
      lockDuration: job.lockMs ?? LOCK_MS,
      stalledInterval: (job.lockMs ?? LOCK_MS) / 2,
      maxStalledCount: MAXIMUM_STALLS,
    },
  );
  worker.on('failed', (failed, error) =>
    log.error({ err: error, jobId: failed?.id }, 'job failed'),
  );
  worker.on('stalled', (jobId) => log.warn({ jobId }, 'job stalled, it runs again'));
  worker.on('error', (error) => log.debug({ err: error }, 'worker'));

  return {
    pause: () => worker.pause(),
    resume: () => worker.resume(),
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error('The worker is stopping'));
      await worker.close().catch(() => {});
      connection.disconnect();
    },
  };
}

/** Back into the queue for a moment, with all the tries that it had. */
async function putOff(job: Job, token: string | undefined): Promise<never> {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (job.attemptsStarted - 1), LONGEST_AWAY_PAUSE_MS);
  await job.moveToDelayed(Date.now() + pauseMs * (1 - Math.random() / 2), token);
  throw new DelayedError();
}

function giveUpIfPointless(error: unknown): never {
  if (error instanceof Error && 'isRetryable' in error && error.isRetryable === false) {
    throw Object.assign(new UnrecoverableError(error.message), { cause: error });
  }
  throw error;
}
