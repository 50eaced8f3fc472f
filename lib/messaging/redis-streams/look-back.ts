import type { Redis } from 'ioredis';
import type { LocalBus } from './local-events.ts';
import { checkPositions, type PositionCheck } from './positions.ts';
import type { Stream } from './stream.ts';
import { isBeforeAll } from './stream-id.ts';

/** What one read gave of a stream. */
export type ReadOf = {
  /** After which was read. */
  readonly beforeId: string;
  readonly firstId: string;
  readonly entries: number;
  /** Of these, how many were given to listeners. */
  readonly given: number;
  /** How many it could have been at most. */
  readonly count: number;
};

const LOOK_AFTER_MS = 250;
/** Of very many streams each waits its turn, so that looking never costs much beside reading. */
const MOST_AT_ONCE = 200;
/** So many at once mean that we were behind: it is looked at while most is still there. */
const BEHIND_AT = 64;
/** Redis trims blocks of so many: by that much a stream may be shorter from one moment to the next. */
const BLOCK = 100;

/**
 * Finds out whether entries were trimmed before they were read.
 *
 * Each stream that was read is looked at a little later. Where all of it has been read, Redis knows how many
 * entries there should have been. Where there is more to read, or Redis cannot count: if the position
 * from which nothing is known to be missing is still there, so is all that came after it. If it is not, the
 * stream may have moved on as it should. It is a gap if a read gave as much as it could, or all that such a
 * stream keeps: whoever loses entries finds nothing older than what it is given.
 */
export class LookBack<Data> {
  readonly #redis: Redis;
  readonly #streams: ReadonlyMap<string, Stream<Data>>;
  readonly #bus: LocalBus;
  readonly #onAnew: () => void;
  readonly #pending = new Set<Stream<Data>>();
  #timer: NodeJS.Timeout | undefined;

  /** @param onAnew A stream is another one by now: its position is to be checked. */
  constructor(
    redis: Redis,
    streams: ReadonlyMap<string, Stream<Data>>,
    { bus, onAnew }: { readonly bus: LocalBus; readonly onAnew: () => void },
  ) {
    this.#redis = redis;
    this.#streams = streams;
    this.#bus = bus;
    this.#onAnew = onAnew;
  }

  note(stream: Stream<Data>, { beforeId, firstId, entries, given, count }: ReadOf): void {
    const { trail } = stream;
    // Nobody would be told: what nobody needs is not asked for.
    if (!this.#bus.hears('gap')) {
      trail.added = undefined;
      return;
    }
    // There is no entry that could be looked for before the first one, nor where a gap was told of.
    const hasNone = isBeforeAll(beforeId) || beforeId === trail.toldId;
    trail.sureId ??= hasNone ? firstId : beforeId;
    trail.given += given;
    if (entries >= Math.min(count, trail.length - BLOCK)) trail.isDoubtful = true;
    if (entries >= BEHIND_AT) void this.#look([stream]);
    else this.#lookLater(stream);
  }

  /** Look no more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending.clear();
  }

  #lookLater(stream: Stream<Data>): void {
    this.#pending.add(stream);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const waiting = [...this.#pending];
      void this.#look(waiting.slice(0, MOST_AT_ONCE));
      const next = waiting[MOST_AT_ONCE];
      if (next) this.#lookLater(next);
    }, LOOK_AFTER_MS).unref();
  }

  async #look(streams: readonly Stream<Data>[]): Promise<void> {
    const looks: Look<Data>[] = [];
    for (const stream of streams) {
      this.#pending.delete(stream);
      const { sureId: id, isDoubtful } = stream.trail;
      if (id === undefined) continue;
      looks.push({ stream, name: stream.name, id, isDoubtful });
      stream.trail.sureId = undefined;
      stream.trail.isDoubtful = false;
    }
    const checks = await checkPositions(this.#redis, looks).catch(() => null);
    for (const look of looks) {
      if (this.#streams.get(look.name) !== look.stream) continue;
      const check = checks?.get(look.name);
      if (check) this.#judge(look, check);
      else if (checks === null) this.#putBack(look);
    }
  }

  #judge({ stream, id, isDoubtful }: Look<Data>, check: PositionCheck): void {
    const { trail } = stream;
    const { length, added, newestId, firstId } = check.facts;
    const isShorter = length < trail.length - BLOCK;
    trail.length = length;
    if (check.id !== id) {
      stream.isChecked = false;
      this.#onAnew();
      return;
    }
    let isGap = check.gap !== null && (isDoubtful || isShorter);
    if (newestId === stream.id) {
      // Fewer than were given: another stream of the same name.
      if (trail.added !== undefined) isGap = trail.added + trail.given !== added;
      trail.added = added;
      trail.given = 0;
    } else if (isGap) trail.added = undefined;
    if (isGap) this.#bus.tell('gap', { stream: stream.name, afterId: id, firstId });
  }

  /** Redis is away: what was not known to be sure is not known still. */
  #putBack({ stream, id, isDoubtful }: Look<Data>): void {
    stream.trail.sureId = id;
    stream.trail.isDoubtful ||= isDoubtful;
    this.#lookLater(stream);
  }
}

type Look<Data> = {
  readonly stream: Stream<Data>;
  readonly name: string;
  readonly id: string;
  readonly isDoubtful: boolean;
};
