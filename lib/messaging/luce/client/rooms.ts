import { LuceClosedError } from '../errors.ts';
import type { Frame } from './link.ts';
import { FINAL, type Settings } from './options.ts';

/** What a page hears of a room. */
export type RoomListener = {
  onMessage(data: unknown, id: string | undefined): void;
  /**
   * In the room (again). `resumed`: nothing was missed. Else read anew what is shown, as it may be older
   * than what is heard from now on.
   */
  onJoined?(joined: { readonly resumed: boolean }): void;
  /** Not let in, or let go, with the code of the reason. Asked again with the next connection; sooner where it may pass. */
  onRefused?(code: number): void;
};

export type SubscribeOptions = {
  /** The id up to which the page knows all, e.g. from the server that drew it. */
  readonly last?: string | undefined;
};

type Room = {
  readonly listeners: Set<RoomListener>;
  last: string | undefined;
  /** The last one since it was asked for; where the server could not resume, older ids mean nothing. */
  seen: string | undefined;
  isJoined: boolean;
};

export type Rooms = {
  subscribe(room: string, listener: RoomListener, options?: SubscribeOptions): () => void;
  /** A link is open: into all rooms again. */
  join(names?: readonly string[]): void;
  /** The link is lost. Whoever was sent away comes back as somebody else, and begins anew: it may see less, or more. */
  lose(code?: number): void;
  /** @returns Whether it was for a room. */
  take(frame: Frame): boolean;
};

export type RoomsParts = Pick<Settings, 'compareIds' | 'onError' | 'random'> & {
  isLive(): boolean;
  send(frame: object): boolean;
  request(cmd: string, data: unknown): Promise<unknown>;
};

const FORBIDDEN = 4403;
const TOO_MANY_REQUESTS = 4429;
/** All are told of a gap at once, and must not come back at once. */
const SPREAD_MS = 2_000;
/** Whoever asked too often would only stay so. */
const COOLED_DOWN_MS = 30_000;

/** The rooms that a page wants to hear, whatever becomes of the sockets. */
export function createRooms(parts: RoomsParts): Rooms {
  const { compareIds, onError, random, isLive, send, request } = parts;
  const rooms = new Map<string, Room>();
  let joining: Set<string> | undefined;

  function tell(
    room: Pick<Room, 'listeners'> | undefined,
    call: (listener: RoomListener) => void,
  ): void {
    for (const listener of room?.listeners ?? []) {
      try {
        call(listener);
      } catch (error) {
        onError(error);
      }
    }
  }

  /** Rooms asked for in one go are one request. */
  function join(names: readonly string[] = [...rooms.keys()]): void {
    if (!isLive() || names.length === 0) return;
    if (joining) {
      for (const name of names) joining.add(name);
      return;
    }
    joining = new Set(names);
    queueMicrotask(() => void flush());
  }

  async function flush(): Promise<void> {
    const wishes = [...(joining ?? [])].flatMap((room) => {
      const known = rooms.get(room);
      if (!known) return [];
      known.seen = undefined;
      return [{ room, last: known.last }];
    });
    joining = undefined;
    try {
      const answers = await request('luce.join', wishes);
      if (Array.isArray(answers)) answers.forEach(settle);
    } catch (error) {
      // When the link is lost, the next one asks anyway.
      if (!(error instanceof LuceClosedError)) joinLater(wishes.map(({ room }) => room));
    }
  }

  function joinLater(names: readonly string[], spreadMs = SPREAD_MS): void {
    setTimeout(() => join(names.filter((name) => rooms.has(name))), (1 + random()) * spreadMs);
  }

  function settle(answer: Frame): void {
    const name = String(answer.room);
    const room = rooms.get(name);
    if (!room) {
      leave(name);
      return;
    }
    if (answer.ok !== true) {
      room.isJoined = false;
      const code = Number(answer.code);
      // A fault that passes: nothing else would ask before the connection breaks.
      if (!FINAL.includes(code)) {
        joinLater([name], code === TOO_MANY_REQUESTS ? COOLED_DOWN_MS : SPREAD_MS);
      }
      tell(room, (listener) => listener.onRefused?.(code));
      return;
    }
    room.isJoined = true;
    const resumed = answer.resumed === true;
    if (!resumed) room.last = newest(room.seen, answer.last);
    tell(room, (listener) => listener.onJoined?.({ resumed }));
  }

  function newest(a: string | undefined, b: unknown): string | undefined {
    if (typeof b !== 'string') return a;
    return a === undefined || compareIds(a, b) < 0 ? b : a;
  }

  /** Into a room that others of the page are in already. */
  function welcome(room: Room, listener: RoomListener): void {
    if (!room.listeners.has(listener)) return;
    tell({ listeners: new Set([listener]) }, () => listener.onJoined?.({ resumed: false }));
  }

  function leave(room: string): void {
    send({ cmd: 'luce.leave', data: { room } });
  }

  return {
    join,
    subscribe(name, listener, { last } = {}) {
      const room = rooms.get(name) ?? {
        listeners: new Set(),
        last,
        seen: undefined,
        isJoined: false,
      };
      rooms.set(name, room);
      room.listeners.add(listener);
      if (room.isJoined) queueMicrotask(() => welcome(room, listener));
      else join([name]);
      return () => {
        if (!room.listeners.delete(listener) || room.listeners.size > 0) return;
        if (rooms.get(name) !== room) return;
        rooms.delete(name);
        leave(name);
      };
    },
    lose(code = 0) {
      for (const room of rooms.values()) {
        room.isJoined = false;
        if (FINAL.includes(code)) room.last = undefined;
      }
    },
    take(frame) {
      const { room: name, id, cmd } = frame;
      if (cmd === 'luce.gap') {
        joinLater([...rooms.keys()]);
        return true;
      }
      if (cmd === 'luce.left') {
        const left = rooms.get(String((frame.data as Frame | undefined)?.room));
        // The answer to a leave of our own, after which the room is wanted again by now.
        if (!left?.isJoined) return true;
        left.isJoined = false;
        tell(left, (listener) => listener.onRefused?.(FORBIDDEN));
        return true;
      }
      if (typeof name !== 'string' || cmd !== undefined) return false;
      const room = rooms.get(name);
      const known = typeof id === 'string' ? id : undefined;
      if (room && known !== undefined) {
        // Replayed once more, or sent by two gateways.
        if (room.last !== undefined && compareIds(known, room.last) <= 0) return true;
        room.last = room.seen = known;
      }
      tell(room, (listener) => listener.onMessage(frame.data, known));
      return true;
    },
  };
}
