import type { Cluster, Redis } from 'ioredis';
import { GlobalEventsOverflowError, GlobalEventsPublishError } from './errors.ts';
import { MOST_MERGED_BYTES, MOST_PARTS, type Part } from './frame.ts';

export type PublisherOptions = {
  readonly redis: Redis | Cluster;
  readonly isSharded: boolean;
  /** Most events that wait for Redis. */
  readonly limit: number;
  readonly join: (parts: readonly Part[]) => string | Buffer;
  /** Told of events that nobody waits for. */
  readonly onError: (error: GlobalEventsPublishError) => void;
};

type Batch = {
  readonly channel: string;
  readonly event: string;
  readonly parts: Part[];
  length: number;
  waiting: Waiting[] | undefined;
};
type Waiting = {
  readonly resolve: (receivers: number) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Hands events to Redis, and no more at once than may wait.
 *
 * Events of one name that are emitted one after another, before anything else can happen, go as one
 * message: to publish costs more than to write an event. All events keep their order.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #flush = () => this.#send();
  #batch: Batch | undefined;
  #waiting = 0;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** @throws GlobalEventsOverflowError */
  post(channel: string, event: string, part: Part): void {
    this.#add(channel, event, part);
  }

  /**
   * @returns To how many connections Redis gave it.
   * @throws GlobalEventsOverflowError, GlobalEventsPublishError
   */
  publish(channel: string, event: string, part: Part): Promise<number> {
    return new Promise((resolve, reject) => {
      const batch = this.#add(channel, event, part);
      batch.waiting ??= [];
      batch.waiting.push({ resolve, reject });
    });
  }

  #add(channel: string, event: string, part: Part): Batch {
    if (this.#waiting >= this.#options.limit) {
      const what = `The event ${JSON.stringify(event)}`;
      throw new GlobalEventsOverflowError(what, this.#options.limit);
    }
    this.#waiting += 1;
    let batch = this.#batch;
    if (batch && (batch.channel !== channel || isFull(batch, part))) {
      this.#send();
      batch = undefined;
    }
    if (!batch) {
      batch = { channel, event, parts: [], length: 0, waiting: undefined };
      this.#batch = batch;
      void DONE.then(this.#flush);
    }
    batch.parts.push(part);
    batch.length += part.length;
    return batch;
  }

  #send(): void {
    const batch = this.#batch;
    // It went when another event, or too much of it, came after it.
    if (!batch) return;
    this.#batch = undefined;
    const { redis, isSharded, join } = this.#options;
    const frame = join(batch.parts);
    const sent = isSharded
      ? // The client's types do not say what comes back.
        (redis.spublish(batch.channel, frame) as Promise<number>)
      : redis.publish(batch.channel, frame);
    this.#settle(sent, batch.event, batch.parts.length, batch.waiting);
  }

  /** Apart, so that what was sent is not kept until it is answered. */
  #settle(
    sent: Promise<number>,
    event: string,
    count: number,
    waiting: readonly Waiting[] | undefined,
  ): void {
    sent.then(
      (receivers) => {
        this.#waiting -= count;
        if (waiting) for (const each of waiting) each.resolve(receivers);
      },
      (cause) => {
        this.#waiting -= count;
        const error = new GlobalEventsPublishError(event, count, { cause });
        if (waiting) for (const each of waiting) each.reject(error);
        if ((waiting?.length ?? 0) < count) this.#options.onError(error);
      },
    );
  }
}

/** To go on after this step: `queueMicrotask` would make an async resource for each. */
const DONE = Promise.resolve();

function isFull({ parts, length }: Batch, part: Part): boolean {
  return parts.length === MOST_PARTS || length + parts.length + part.length > MOST_MERGED_BYTES;
}
