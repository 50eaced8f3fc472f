/**
 * Whoever a quote concerns is given its page anew, in place of having to ask for it: that saves the way there
 * and back. Everybody else is told that there is news, and asks.
 *
 * @module
 */
import { codeOfRoom } from '#lib/core/live/rooms.ts';
import { contractsForQuotes } from '#lib/features/contracts/for-quotes.ts';
import { loadQuotePage } from '#lib/features/quotes/load-quote-page.ts';
import { type QuotePage, quotePageSchema } from '#lib/features/quotes/schema.ts';
import type { Context } from '#lib/messaging/luce/index.ts';
import type { Container } from '#lib/server/container.ts';
import { readViewer } from '#lib/server/sessions.ts';
import type { Watcher } from './who-asks.ts';

/** Beyond these a browser asks by itself, a moment later. */
const MOST_AT_ONCE = 20;
const MOST_LINES = 200;

type Peer = Context<Watcher>;
type Turn = { isMore: boolean };

export type PageGiver = ReturnType<typeof createPageGiver>;

/** `add` a peer whose quote it is, `give` to those of a room that has news. */
export function createPageGiver(container: Container) {
  const peers = new Map<string, Map<Peer, Turn | null>>();
  const roomsOf = new WeakMap<Peer, Set<string>>();
  /** Pages that are being loaded. */
  let underWay = 0;

  function remove(peer: Peer, room: string): void {
    roomsOf.get(peer)?.delete(room);
    const own = peers.get(room);
    own?.delete(peer);
    if (own?.size === 0) peers.delete(room);
  }

  /** One listener a peer, however often it comes and goes. */
  function watch(peer: Peer): Set<string> {
    const rooms = new Set<string>();
    roomsOf.set(peer, rooms);
    peer.signal.addEventListener(
      'abort',
      () => {
        for (const room of rooms) remove(peer, room);
      },
      { once: true },
    );
    return rooms;
  }

  async function giveTo(peer: Peer, room: string): Promise<void> {
    const own = peers.get(room);
    if (!own || !peer.isOpen || !peer.rooms.has(room)) return remove(peer, room);
    const before = own.get(peer);
    if (before) {
      before.isMore = true;
      return;
    }
    if (underWay >= MOST_AT_ONCE) return;
    const turn = { isMore: false };
    own.set(peer, turn);
    try {
      const page = await load(peer, room);
      // Waits for a peer that reads slowly, and keeps none but its own page back.
      if (page) await peer.send({ room, data: { page: quotePageSchema.encode(page) } });
    } catch (error) {
      container.log.warn({ err: error }, 'a page could not be given, its browser will ask for it');
    } finally {
      if (own.has(peer)) own.set(peer, null);
    }
    if (turn.isMore) await giveTo(peer, room);
  }

  async function load(peer: Peer, room: string): Promise<QuotePage | null> {
    const code = codeOfRoom(room);
    if (code === null) return null;
    const { sessionToken, claimHash } = peer.state;
    underWay += 1;
    try {
      // As for a request: a session that has just ended shows nothing any more.
      const viewer = await readViewer(container, sessionToken, container.clock());
      const looker = { viewer, claimHash };
      const page = await loadQuotePage(container, contractsForQuotes, { code, looker });
      if (!page || page.quote.role === 'public' || page.quote.lines.length > MOST_LINES)
        return null;
      return page;
    } finally {
      underWay -= 1;
    }
  }

  return {
    /** Give the page from now on, to a peer that is in the room. */
    add(peer: Peer, room: string): void {
      const own = peers.get(room) ?? new Map<Peer, Turn | null>();
      if (own.has(peer)) return;
      peers.set(room, own.set(peer, null));
      (roomsOf.get(peer) ?? watch(peer)).add(room);
    },
    remove,
    giveTo,
    /** Give the page to all of a room, which has news. */
    giveAll(room: string): void {
      for (const peer of peers.get(room)?.keys() ?? []) void giveTo(peer, room);
    },
  };
}
