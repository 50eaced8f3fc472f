import { PRESENT_MS, type PresenceStore } from './presence-store.ts';

export type MemoryPresenceOptions = {
  /** Whom nobody has kept for so long is gone. Default 45 s. */
  readonly presentMs?: number | undefined;
  /** Milliseconds that do not go back. */
  readonly clock?: (() => number) | undefined;
};

/** For one process. */
export function createMemoryPresenceStore(options: MemoryPresenceOptions = {}): PresenceStore {
  const { presentMs = PRESENT_MS, clock = () => performance.now() } = options;
  const rooms = new Map<string, Map<string, number>>();

  function sweep(room: string): { members: Map<string, number>; gone: string[] } {
    const members = rooms.get(room) ?? new Map<string, number>();
    const gone: string[] = [];
    for (const [client, untilMs] of members) if (untilMs < clock()) gone.push(client);
    for (const client of gone) members.delete(client);
    if (members.size === 0) rooms.delete(room);
    return { members, gone };
  }

  return {
    async join(room, client) {
      const { members } = sweep(room);
      const isNew = !members.has(client);
      members.set(client, clock() + presentMs);
      rooms.set(room, members);
      return { isNew, others: [...members.keys()].filter((each) => each !== client) };
    },
    async leave(room, client) {
      const { members } = sweep(room);
      if (!members.delete(client)) return null;
      if (members.size === 0) rooms.delete(room);
      return [...members.keys()];
    },
    async keep(room, clients) {
      const members = rooms.get(room);
      for (const client of clients)
        if (members?.has(client)) members.set(client, clock() + presentMs);
      return sweep(room).gone;
    },
    async members(room) {
      return [...sweep(room).members.keys()];
    },
  };
}
