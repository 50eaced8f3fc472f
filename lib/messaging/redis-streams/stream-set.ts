import type { Redis } from 'ioredis';
import type { Checkpoints } from './checkpoints.ts';
import { StreamsCheckpointError, StreamsUnavailableError } from './errors.ts';
import type { LocalBus } from './local-events.ts';
import { findFacts } from './positions.ts';
import { createStream, type ListenerEntry, type Stream, type StreamListener } from './stream.ts';

const PIN_AGAIN_MS = 500;

export type Placing = {
  readonly isOnce?: boolean;
  readonly isFirst?: boolean;
  readonly signal?: AbortSignal | undefined;
};

type Parts = {
  readonly checkpoints: Checkpoints | undefined;
  readonly bus: LocalBus;
  /** What is to be read has changed. */
  readonly onChange: () => void;
  /** A position has become known. */
  readonly onPinned: () => void;
};

/** The streams that are to be read, who listens to them, and where each is. */
export class StreamSet<Data> {
  readonly streams = new Map<string, Stream<Data>>();
  readonly #redis: Redis;
  readonly #parts: Parts;

  constructor(redis: Redis, parts: Parts) {
    this.#redis = redis;
    this.#parts = parts;
  }

  /**
   * Add a stream, or send one to another position.
   *
   * Without an id its position is asked for in this very moment: nothing that is written from now on is missed,
   * however long the reader is busy.
   */
  add(name: string, id: string | undefined): Stream<Data> {
    const present = this.streams.get(name);
    if (present && id === undefined) return present;
    const stream = createStream<Data>(name, id);
    if (present) {
      stream.listeners = present.listeners;
      stream.holds = present.holds;
    }
    this.streams.set(name, stream);
    if (id === undefined) void this.#pin(stream);
    this.#parts.onChange();
    return stream;
  }

  remove(name: string): void {
    const stream = this.streams.get(name);
    if (!stream) return;
    for (const { release } of stream.listeners) release?.();
    stream.listeners = [];
    this.streams.delete(name);
    this.#parts.onChange();
  }

  listen(name: string, listeners: readonly StreamListener<Data>[], placing: Placing): void {
    const { isOnce = false, isFirst = false, signal } = placing;
    if (signal?.aborted) return;
    const stream = this.add(name, undefined);
    const added: ListenerEntry<Data>[] = listeners.map((listener) => ({
      listener,
      isOnce,
      release: signal && this.#leaveWith(name, listener, signal),
    }));
    const present = stream.listeners;
    stream.listeners = isFirst ? [...added, ...present] : [...present, ...added];
    if (present.length === 0) this.#parts.onChange();
  }

  /** Takes back the latest of each, also one that was added to be called once. */
  unlisten(name: string, listeners: readonly StreamListener<Data>[]): void {
    const stream = this.streams.get(name);
    if (!stream) return;
    for (const listener of listeners) {
      const entry = stream.listeners.findLast((each) => each.listener === listener);
      if (entry) this.drop(stream, entry);
    }
  }

  drop(stream: Stream<Data>, entry: ListenerEntry<Data>): void {
    entry.release?.();
    stream.listeners = stream.listeners.filter((other) => other !== entry);
    if (stream.listeners.length > 0) return;
    if (stream.isAdded) this.#parts.onChange();
    else if (this.streams.get(stream.name) === stream) this.remove(stream.name);
  }

  hold(name: string, by: 1 | -1): void {
    const stream = this.streams.get(name);
    if (!stream) return;
    stream.holds = Math.max(stream.holds + by, 0);
    this.#parts.onChange();
  }

  async #pin(stream: Stream<Data>): Promise<void> {
    try {
      // Asked at once where there is no checkpoint: what the caller writes next comes after it.
      const kept = this.#parts.checkpoints ? await this.#load(stream.name) : null;
      if (kept === null) {
        const { newestId, added } = await findFacts(this.#redis, stream.name);
        stream.trail.added = added;
        // What is the newest now needs no look at what was before it.
        stream.isChecked = true;
        stream.id = newestId;
      } else stream.id = kept;
    } catch (cause) {
      if (!stream.isTold) {
        const isReply = cause instanceof Error && cause.name === 'ReplyError';
        if (isReply || cause instanceof StreamsCheckpointError) this.#tell(stream, cause);
      }
      setTimeout(() => {
        if (this.streams.get(stream.name) === stream) void this.#pin(stream);
      }, PIN_AGAIN_MS).unref();
      return;
    }
    this.#parts.onChange();
    this.#parts.onPinned();
  }

  async #load(name: string): Promise<string | null> {
    try {
      return (await this.#parts.checkpoints?.load(name)) ?? null;
    } catch (cause) {
      throw new StreamsCheckpointError(name, { cause });
    }
  }

  #tell(stream: Stream<Data>, cause: Error): void {
    stream.isTold = true;
    const error =
      cause instanceof StreamsCheckpointError
        ? cause
        : new StreamsUnavailableError(cause.message, { cause });
    this.#parts.bus.tell('error', error);
  }

  #leaveWith(name: string, listener: StreamListener<Data>, signal: AbortSignal): () => void {
    const leave = () => this.unlisten(name, [listener]);
    signal.addEventListener('abort', leave, { once: true });
    return () => signal.removeEventListener('abort', leave);
  }
}
