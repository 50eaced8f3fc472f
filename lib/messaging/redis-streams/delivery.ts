import type { Decode } from './entry.ts';
import { StreamsEntryError, StreamsListenerError } from './errors.ts';
import type { LocalBus } from './local-events.ts';
import type { LookBack } from './look-back.ts';
import type { Progress } from './progress.ts';
import type { ListenerEntry, Stream } from './stream.ts';

/** Gives entries to the listeners of a stream, in order; one that fails harms no other. */
export class Delivery<Data> {
  readonly #decode: Decode<Data>;
  readonly #bus: LocalBus;
  readonly #progress: Progress | undefined;
  readonly #lookBack: LookBack<Data>;
  readonly #remove: (stream: Stream<Data>, entry: ListenerEntry<Data>) => void;

  constructor(parts: {
    readonly decode: Decode<Data>;
    readonly bus: LocalBus;
    readonly progress: Progress | undefined;
    readonly lookBack: LookBack<Data>;
    readonly remove: (stream: Stream<Data>, entry: ListenerEntry<Data>) => void;
  }) {
    this.#decode = parts.decode;
    this.#bus = parts.bus;
    this.#progress = parts.progress;
    this.#lookBack = parts.lookBack;
    this.#remove = parts.remove;
  }

  /**
   * @param rows Ids and fields, as Redis gives them.
   * @param count Of how many at most.
   */
  give(
    stream: Stream<Data>,
    rows: readonly [id: Buffer, fields: readonly Buffer[]][],
    count: number,
  ): void {
    const beforeId = stream.id;
    const works: Promise<unknown>[] = [];
    let given = 0;
    for (const [rawId, fields] of rows) {
      // The last of them has left within this batch: whoever comes next goes on from here.
      if (stream.listeners.length === 0) break;
      const id = rawId.toString('latin1');
      stream.id = id;
      given += 1;
      this.#giveOne(stream, id, fields, works);
    }
    if (stream.id === undefined || stream.id === beforeId) return;
    this.#progress?.note(stream.name, stream.id, works);
    const firstId = rows[0]?.[0].toString('latin1');
    if (beforeId === undefined || firstId === undefined) return;
    const read = { beforeId, firstId, entries: rows.length, given, count };
    this.#lookBack.note(stream, read);
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
}
