/**
 * The rooms of a gateway: who may hear them, and what they missed.
 *
 * @module
 */
import { DESK_ROOM } from '#lib/core/live/room-names.ts';
import { codeOfRoom, readRoom } from '#lib/core/live/rooms.ts';
import { readRole } from '#lib/features/quotes/read-role.ts';
import {
  type Context,
  type Missed,
  type ServeRoomsOptions,
  WebSocketError,
  WS_CODES,
} from '#lib/messaging/luce/index.ts';
import { readAfter } from '#lib/messaging/redis-streams/index.ts';
import type { Container } from '#lib/server/container.ts';
import { FEED_KEY, readFeedEvent } from '#lib/server/event-feed.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, spend } from '#lib/server/request-limits.ts';
import { hasRole } from '#lib/server/viewer.ts';
import type { Desk } from './desk.ts';
import type { PageGiver } from './give-pages.ts';
import { roomsOf, toQuoteNews } from './to-news.ts';
import type { Watcher } from './who-asks.ts';

type Peer = Context<Watcher>;

/** What luce asks about rooms. Whoever a quote concerns is given its page from the join on. */
export function serveRooms(
  container: Container,
  { pages, desk }: { readonly pages: PageGiver; readonly desk: Desk },
): ServeRoomsOptions<Watcher> {
  return {
    mayJoin(room, peer) {
      // A tab may look at one quote after another for days.
      for (const each of peer.state.own) {
        if (peer.rooms.has(each)) continue;
        peer.state.own.delete(each);
        pages.remove(peer, each);
      }
      return mayJoin(container, room, peer);
    },
    async replay(room, last, peer) {
      if (peer.state.own.has(room)) pages.add(peer, room);
      return replay(container, room, last);
    },
    async position(room, peer) {
      if (room === DESK_ROOM) desk.tell(peer);
      if (codeOfRoom(room) === null) return undefined;
      if (peer.state.own.has(room)) {
        pages.add(peer, room);
        void pages.giveTo(peer, room);
      }
      return readPosition(container);
    },
  };
}

async function mayJoin(container: Container, name: string, peer: Peer): Promise<boolean> {
  const room = readRoom(name);
  if (!room) return false;
  if (room.kind === 'inbox')
    return peer.state.viewer !== null && hasRole(peer.state.viewer, 'viewer');
  if (room.kind !== 'quote') return true;
  // Whether a code exists is nobody's to find out by guessing.
  await spendLookUp(container, peer.state);
  const { viewer, claimHash, own } = peer.state;
  const role = await readRole(container, room.code, { viewer, claimHash });
  if (role === null || role === 'public') own.delete(name);
  else own.add(name);
  return role !== null;
}

async function spendLookUp(container: Container, { address, viewer }: Watcher): Promise<void> {
  try {
    const caller = { address, accountId: viewer?.accountId };
    await spend(container, BUDGETS.quoteLookUps, caller);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw new WebSocketError(WS_CODES.TOO_MANY_REQUESTS, 'That was too often');
  }
}

/** News of a quote that were told while the browser was away; null where it must look anew. */
async function replay(
  { redis }: Container,
  room: string,
  last: string,
): Promise<readonly Missed[] | null> {
  // Of other rooms it is enough to know that something was missed.
  if (!room.startsWith('quote/')) return null;
  try {
    const { entries, isGap, hasMore } = await readAfter(redis, FEED_KEY, last);
    if (isGap || hasMore) return null;
    return entries.flatMap(({ id, data }) => {
      const event = readFeedEvent(data.event);
      return event && roomsOf(event).includes(room) ? [{ id, data: toQuoteNews(event) }] : [];
    });
  } catch (error) {
    // What the browser gave is no id of ours.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

async function readPosition({ redis }: Container): Promise<string> {
  const [newest] = await redis.xrevrange(FEED_KEY, '+', '-', 'COUNT', 1);
  return newest?.[0] ?? '0-0';
}
