/**
 * Who is in a room, told to all who are in it. Meant for dozens, not for thousands: each change goes to each.
 *
 * @module
 */
import type { Requests } from '../../protocol/index.ts';
import type { Client } from '../client-state.ts';
import type { Deliver } from '../deliver.ts';
import { SignalError } from '../errors.ts';
import type { Settings } from '../settings.ts';

export type PresenceRooms = ReturnType<typeof createPresenceRooms>;

export function createPresenceRooms({
  settings,
  deliver,
}: {
  readonly settings: Settings;
  readonly deliver: Deliver;
}) {
  const { presence, mayJoin, limits } = settings;

  async function tell(
    others: readonly string[],
    cmd: 'room-present' | 'room-absent',
    data: { readonly room: string; readonly id: string },
  ): Promise<void> {
    // Whoever cannot be told is gone, and said to be so in its time.
    await Promise.allSettled(others.map((other) => deliver.now(other, { cmd, data })));
  }

  async function join({ room }: Requests['room-join'], { state }: Client) {
    const { client: id } = state.identity;
    if (!state.rooms.has(room) && state.rooms.size >= limits.maxRooms) {
      throw new SignalError('ERR_SIGNAL_BUSY', `A client may be in ${limits.maxRooms} rooms`);
    }
    if (!(await mayJoin(room, state.identity))) {
      throw new SignalError('ERR_SIGNAL_FORBIDDEN', 'You may not join this room');
    }
    state.rooms.add(room);
    const { isNew, others } = await presence.join(room, id).catch((error: unknown) => {
      state.rooms.delete(room);
      throw error;
    });
    if (isNew) void tell(others, 'room-present', { room, id });
    return { members: others };
  }

  async function leaveRoom(room: string, { state }: Client): Promise<void> {
    const { client: id } = state.identity;
    if (!state.rooms.delete(room)) return;
    const others = await presence.leave(room, id);
    if (others) await tell(others, 'room-absent', { room, id });
  }

  return {
    commands: {
      'room-join': join,
      'room-leave': ({ room }: Requests['room-leave'], client: Client) => leaveRoom(room, client),
    },
    async leaveAll(client: Client): Promise<void> {
      await Promise.all([...client.state.rooms].map((room) => leaveRoom(room, client)));
    },
    /** Say who of this node is where, and tell of those who were killed. */
    async keep(clients: Iterable<Client>): Promise<void> {
      const rooms = new Map<string, string[]>();
      for (const { state } of clients) {
        for (const room of state.rooms) {
          rooms.set(room, [...(rooms.get(room) ?? []), state.identity.client]);
        }
      }
      for (const [room, own] of rooms) {
        const gone = await presence.keep(room, own);
        if (gone.length === 0) continue;
        const members = await presence.members(room);
        for (const id of gone) await tell(members, 'room-absent', { room, id });
      }
    },
  };
}
