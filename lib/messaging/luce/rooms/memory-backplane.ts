import type { Backplane, RoomMessage } from './backplane.ts';

/** Rooms of one process. Applications that are given the same one share their rooms. */
export function createMemoryBackplane(): Backplane {
  const listeners = new Map<string, Set<(message: RoomMessage) => void>>();
  return {
    async publish(room, message) {
      for (const listener of listeners.get(room) ?? []) listener(message);
    },
    subscribe(room, listener) {
      const own = (message: RoomMessage) => listener(message);
      const those = listeners.get(room) ?? new Set();
      listeners.set(room, those.add(own));
      return {
        ready: Promise.resolve(),
        end() {
          those.delete(own);
          if (those.size === 0 && listeners.get(room) === those) listeners.delete(room);
        },
      };
    },
    onGap() {},
  };
}
