import { INBOX_ROOM } from '#lib/core/live/room-names.ts';
import type { QuoteNews } from '#lib/core/live/rooms.ts';
import type { OutboxEvent } from '#lib/server/outbox.ts';
import { roomsOf, toQuoteNews } from './to-news.ts';

type Told = { readonly news: QuoteNews; readonly id: string };

/**
 * Tell what the feed says where it is watched. A change to a quote comes as several events, of the contract and
 * of the quote, which are read from the feed at once: each room is told of them once, so that a page can look at
 * once.
 *
 * @returns To be called with each event, in the order of the feed and with its id there.
 */
export function createTeller(to: {
  quote(room: string, news: QuoteNews, id: string): void;
  inbox(): void;
}): (event: OutboxEvent, id: string) => void {
  const waiting = new Map<string, Told>();

  function tell(): void {
    const all = [...waiting];
    waiting.clear();
    for (const [room, { news, id }] of all) {
      if (room === INBOX_ROOM) to.inbox();
      else to.quote(room, news, id);
    }
  }

  return (event, id) => {
    const rooms = roomsOf(event);
    // Whatever was read at once is given to us within one turn.
    if (waiting.size === 0 && rooms.length > 0) queueMicrotask(tell);
    for (const room of rooms) {
      waiting.set(room, { news: { ...waiting.get(room)?.news, ...toQuoteNews(event) }, id });
    }
  };
}
