import { isLocalEvent } from './local-events.ts';
import { isStreamId } from './stream-id.ts';

/** Called with what an entry holds, its id, and the stream's name. A promise it returns holds back the checkpoint alone. */
export type StreamListener<Data> = (data: Data, id: string, stream: string) => unknown;

export type ListenerEntry<Data> = {
  readonly listener: StreamListener<Data>;
  readonly isOnce: boolean;
  /** Takes it off the signal that would remove it. */
  readonly release: (() => void) | undefined;
};

/** One stream that is read, or will be. */
export type Stream<Data> = {
  readonly name: string;
  /** After which is read; undefined until Redis has said what the newest is. */
  id: string | undefined;
  /** Replaced, never changed: who is told of an entry was settled when it came. */
  listeners: readonly ListenerEntry<Data>[];
  /** By `add`: it stays when nobody listens, and goes on from where it was. */
  isAdded: boolean;
  /** That its position cannot be found was said. */
  isTold: boolean;
  /** Whether it is known that nothing after `id` was trimmed unseen. */
  isChecked: boolean;
  isRefused: boolean;
  trail: Trail;
  /** How many loops have more than enough of it. */
  holds: number;
};

/** What is needed to find out whether entries were missed. */
export type Trail = {
  readonly toldId: string | undefined;
  /** Since when it is not known; undefined where nothing came. */
  sureId: string | undefined;
  /** A read since then gave so much that it may have been all there was. */
  isDoubtful: boolean;
  /** How many entries the stream had when it was last looked at. */
  length: number;
  /** How many there had ever been when all of it was read; undefined where that is not known. */
  added: number | undefined;
  /** How many were given since. */
  given: number;
};

/** @param toldId A position after which something was missed, and told of. */
export function createTrail(toldId?: string): Trail {
  return { toldId, sureId: undefined, isDoubtful: false, length: 0, added: undefined, given: 0 };
}

export type Position = {
  readonly key: string;
  /** Read what comes after it. '$', the default, is what is the newest now; '0' is before all. */
  readonly id?: string | undefined;
};

export function createStream<Data>(name: string, id: string | undefined): Stream<Data> {
  return {
    name,
    id,
    listeners: [],
    isAdded: false,
    isTold: false,
    isChecked: false,
    isRefused: false,
    trail: createTrail(),
    holds: 0,
  };
}

export function isRead<Data>(stream: Stream<Data>): boolean {
  return (
    stream.id !== undefined &&
    stream.listeners.length > 0 &&
    stream.holds === 0 &&
    !stream.isRefused
  );
}

export type Added = string | Position;

/** @throws TypeError for a name or an id that is none. */
export function toPosition(added: Added): Position {
  const position = typeof added === 'string' ? { key: added } : added;
  requireName(position.key);
  const { id } = position;
  if (id !== undefined && id !== '$' && !isStreamId(id)) {
    throw new TypeError(`${JSON.stringify(id)} is no id of an entry`);
  }
  return position;
}

/** @throws TypeError for what cannot be the name of a stream. */
export function requireName(name: unknown): asserts name is string {
  if (typeof name !== 'string' || name === '') {
    throw new TypeError(`The name of a stream is a text, not ${String(name)}`);
  }
  if (isLocalEvent(name)) throw new TypeError(`"${name}" is never a stream`);
}
