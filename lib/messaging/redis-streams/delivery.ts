import type { Redis } from 'ioredis';
import type { Decode } from './entry.ts';
import { StreamsEntryError, StreamsListenerError } from './errors.ts';
import type { LocalBus } from './local-events.ts';
import { isThere } from './positions.ts';
import type { Progress } from './progress.ts';
import type { ListenerEntry, Stream } from './stream.ts';

/** So many entries at once mean that we were behind: perhaps further than the stream reaches back. */
const BEHIND_AT = 64;

/** Gives entries to the listeners of a stream, in order; one that fails harms no other. */
export class Delivery<Data> {
  readonly #redis: Redis;
  readonly #decode: Decode<Data>;
  readonly #bus: LocalBus;
  readonly #progress: Progress | undefined;
  readonly #remove: (stream: Stream<Data>, entry: ListenerEntry<Data>) => void;

  constructor(
    redis: Redis,
    parts: {
      readonly decode: Decode<Data>;
      readonly bus: LocalBus;
      readonly progress: Progress | undefined;
      readonly remove: (stream: Stream<Data>, entry: ListenerEntry<Data>) => void;
    },
  ) {
    this.#redis = redis;
    this.#decode = parts.decode;
    this.#bus = parts.bus;
    this.#progress = parts.progress;
    this.#remove = parts.remove;
  }

  /** @param rows Ids and fields, as Redis gives them. */
  give(stream: Stream<Data>, rows: readonly [id: Buffer, fields: readonly Buffer[]][]): void {
    const beforeId = stream.id;
    const works: Promise<unknown>[] = [];
    for (const [rawId, fields] of rows) {
      // The last of them has left within this batch: whoever comes next goes on from here.
      if (stream.listeners.length === 0) break;
      const id = rawId.toString('latin1');
      stream.id = id;
      this.#giveOne(stream, id, fields, works);
    }
    if (stream.id === undefined || stream.id === beforeId) return;
    this.#progress?.note(stream.name, stream.id, works);
    const first = rows[0]?.[0].toString();
    if (rows.length >= BEHIND_AT && beforeId !== undefined && first !== undefined) {
      void this.#lookBack(stream.name, beforeId, first);
    }
  }

  #giveOne(
    stream: Stream<Data>,
    id: string,
    fields: readonly Buffer[],
    works: Promise<unknown>[],
  ): void {
    let data: Data;
    try {
      data = this.#decode(fields);
    } catch (cause) {
      this.#bus.tell('error', new StreamsEntryError(stream.name, id, { cause }));
      return;
    }
    for (const entry of stream.listeners) {
      if (entry.isOnce) this.#remove(stream, entry);
      try {
        const result = entry.listener(data, id, stream.name);
        if (result instanceof Promise) works.push(this.#watch(result, stream.name, id));
      } catch (cause) {
        this.#bus.tell('error', new StreamsListenerError(stream.name, id, { cause }));
      }
    }
  }

  #watch(result: Promise<unknown>, name: string, id: string): Promise<unknown> {
    return result.catch((cause: unknown) => {
      this.#bus.tell('error', new StreamsListenerError(name, id, { cause }));
    });
  }

  /** What came first after our position came next only if the position is still there, or was at the start. */
  async #lookBack(name: string, afterId: string, firstId: string): Promise<void> {
    if (afterId === '0-0') return;
    const wasNext = await isThere(this.#redis, name, afterId).catch(() => true);
    if (!wasNext) this.#bus.tell('gap', { stream: name, afterId, firstId });
  }
}
