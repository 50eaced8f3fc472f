import type { RawFields, TextFields } from './entry.ts';
import { StreamsEntryError, StreamsListenerError } from './errors.ts';
import type { LocalBus } from './local-events.ts';
import type { LookBack } from './look-back.ts';
import type { Progress } from './progress.ts';
import type { ListenerEntry, Stream } from './stream.ts';

/** An entry as Redis gives it; all of it texts where it was read as text. */
export type Row = readonly [id: Buffer | string, fields: RawFields | TextFields];
/** `Decode`, for what is read the way it was made for. */
export type DecodeRow<Data> = (fields: RawFields | TextFields) => Data;

/** Gives entries to the listeners of a stream, in order; one that fails harms no other. */
export class Delivery<Data> {
  readonly #decode: DecodeRow<Data>;
  readonly #bus: LocalBus;
  readonly #progress: Progress | undefined;
  readonly #lookBack: LookBack<Data>;
  readonly #remove: (stream: Stream<Data>, entry: ListenerEntry<Data>) => void;

  constructor(parts: {
    readonly decode: DecodeRow<Data>;
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
  give(stream: Stream<Data>, rows: readonly Row[], count: number): void {
    const beforeId = stream.id;
    const works: Promise<unknown>[] = [];
    let given = 0;
    for (const [rawId, fields] of rows) {
      // The last of them has left within this batch: whoever comes next goes on from here.
      if (stream.listeners.length === 0) break;
      const id = toId(rawId);
      stream.id = id;
      given += 1;
      this.#giveOne(stream, id, fields, works);
    }
    if (stream.id === undefined || stream.id === beforeId) return;
    this.#progress?.note(stream.name, stream.id, works);
    const [first] = rows;
    if (beforeId === undefined || !first) return;
    const firstId = toId(first[0]);
    const read = { beforeId, firstId, entries: rows.length, given, count };
    this.#lookBack.note(stream, read);
  }

  #giveOne(stream: Stream<Data>, id: string, fields: Row[1], works: Promise<unknown>[]): void {
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

function toId(rawId: Row[0]): string {
  return typeof rawId === 'string' ? rawId : rawId.toString('latin1');
}
