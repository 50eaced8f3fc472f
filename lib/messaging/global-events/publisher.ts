import type { Cluster, Redis } from 'ioredis';
import { GlobalEventsOverflowError, GlobalEventsPublishError } from './errors.ts';

/** Hands frames to Redis, and no more at once than may wait. */
export class Publisher {
  readonly #redis: Redis | Cluster;
  readonly #isSharded: boolean;
  readonly #limit: number;
  #waiting = 0;

  constructor(redis: Redis | Cluster, isSharded: boolean, limit: number) {
    this.#redis = redis;
    this.#isSharded = isSharded;
    this.#limit = limit;
  }

  /** @returns To how many connections Redis gave it. */
  publish(channel: string, event: string, frame: string | Buffer): Promise<number> {
    if (this.#waiting >= this.#limit) {
      const what = `The event ${JSON.stringify(event)}`;
      return Promise.reject(new GlobalEventsOverflowError(what, this.#limit));
    }
    this.#waiting += 1;
    const sent = this.#isSharded
      ? // The client's types do not say what comes back.
        (this.#redis.spublish(channel, frame) as Promise<number>)
      : this.#redis.publish(channel, frame);
    return sent.then(
      (receivers) => {
        this.#waiting -= 1;
        return receivers;
      },
      (cause) => {
        this.#waiting -= 1;
        throw new GlobalEventsPublishError(event, { cause });
      },
    );
  }
}
