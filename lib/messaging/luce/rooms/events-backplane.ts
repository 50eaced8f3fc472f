import * as z from 'zod';
import type { GlobalEvents } from '../../global-events/index.ts';
import type { Backplane } from './backplane.ts';

const messageSchema = z.object({
  text: z.string(),
  id: z.string().exactOptional(),
  whenSlow: z.enum(['close', 'skip']),
});

/** In milliseconds, for Redis to take a message or a subscription. */
const TIMEOUT_MS = 5_000;

/**
 * Rooms over Redis pub/sub: one channel a room, heard where somebody is in it. What is no message of a
 * room, e.g. of another build, is dropped. The events stay the caller's, to disconnect.
 */
export function createEventsBackplane(
  events: GlobalEvents,
  { timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): Backplane {
  return {
    async publish(room, message) {
      await events.emitAsync(toEvent(room), message, { timeoutMs });
    },
    subscribe(room, listener) {
      const event = toEvent(room);
      const hear = (data: unknown) => {
        const read = messageSchema.safeParse(data);
        if (read.success) listener(read.data);
      };
      events.on(event, hear);
      return {
        ready: events.ready(event, { timeoutMs }),
        end: () => void events.off(event, hear),
      };
    },
    onGap(listener) {
      events.on('reconnected', () => listener());
    },
  };
}

/** Never the name of an event that is local to global-events. */
function toEvent(room: string): string {
  return `room:${room}`;
}
