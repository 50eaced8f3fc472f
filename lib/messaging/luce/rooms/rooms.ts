import type { Counters } from '../counters.ts';
import { LuceBackplaneError } from '../errors.ts';
import { frameText } from '../frame.ts';
import { ignore } from '../settled.ts';
import type { Backplane, RoomMessage, Subscription } from './backplane.ts';
import type { Hold } from './hold.ts';

/** Who hears rooms: a connection. */
export type Member = {
  deliver(frame: Buffer, whenSlow: RoomMessage['whenSlow']): void;
  /** Leave a room without a word: the answer to what it asked says so. False where it was not in it. */
  drop(room: string): boolean;
};

type Room = {
  readonly members: Set<Member>;
  readonly subscription: Subscription;
};

const LONGEST_NAME = 200;

/** @throws {RangeError} For a name that no room can have. */
export function requireRoomName(name: string): void {
  if (name !== '' && name.length <= LONGEST_NAME) return;
  throw new RangeError(`A room's name has 1 to ${LONGEST_NAME} characters, not ${name.length}`);
}

/** @throws {RangeError} For one room more than a peer may be in. */
export function requireSpace(rooms: ReadonlySet<string>, name: string, maxRooms: number): void {
  if (rooms.size < maxRooms || rooms.has(name)) return;
  throw new RangeError(`A peer may be in ${maxRooms} rooms at most`);
}

/** The rooms of one gateway, each subscribed to while somebody is in it. */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  /** By room: of members that are being given what they missed. */
  readonly #holds = new Map<string, Map<Member, Hold>>();
  readonly #backplane: Backplane;
  readonly #counters: Counters;

  constructor(backplane: Backplane, counters: Counters) {
    this.#backplane = backplane;
    this.#counters = counters;
  }

  /** @throws {LuceBackplaneError} When the room could not be subscribed to; the member is not in it then. */
  async join(name: string, member: Member): Promise<void> {
    const room = this.#rooms.get(name) ?? this.#open(name);
    room.members.add(member);
    try {
      await room.subscription.ready;
    } catch (cause) {
      // Who comes next must try anew, so the whole room goes.
      this.#close(name, room);
      throw new LuceBackplaneError(`The room cannot be joined now`, { cause });
    }
  }

  leave(name: string, member: Member): void {
    this.release(name, member);
    const room = this.#rooms.get(name);
    if (room?.members.delete(member) && room.members.size === 0) this.#close(name, room);
  }

  /** Keep from a member what comes, until the hold is over. To be set before it joins. */
  hold(name: string, member: Member, hold: Hold): void {
    const holds = this.#holds.get(name) ?? new Map();
    this.#holds.set(name, holds.set(member, hold));
  }

  release(name: string, member: Member): void {
    const holds = this.#holds.get(name);
    if (holds?.delete(member) && holds.size === 0) this.#holds.delete(name);
  }

  async publish(name: string, message: RoomMessage): Promise<void> {
    try {
      await this.#backplane.publish(name, message);
    } catch (cause) {
      throw new LuceBackplaneError('The other gateways may not have heard it', { cause });
    }
  }

  #open(name: string): Room {
    const members = new Set<Member>();
    const subscription = this.#backplane.subscribe(name, (message) =>
      this.#deliver(name, members, message),
    );
    // Whoever joins waits for it; whoever left meanwhile does not.
    subscription.ready.catch(ignore);
    const room = { members, subscription };
    this.#rooms.set(name, room);
    this.#counters.rooms = this.#rooms.size;
    return room;
  }

  #close(name: string, room: Room): void {
    if (this.#rooms.get(name) !== room) return;
    this.#rooms.delete(name);
    this.#counters.rooms = this.#rooms.size;
    room.subscription.end();
  }

  #deliver(name: string, members: ReadonlySet<Member>, message: RoomMessage): void {
    const frame = frameText(message.text);
    const holds = this.#holds.get(name);
    for (const member of members) {
      const hold = holds?.get(member);
      if (hold?.take(message)) continue;
      // Newer than all that was missed: so is whatever follows.
      if (hold) this.release(name, member);
      member.deliver(frame, message.whenSlow);
    }
  }
}
