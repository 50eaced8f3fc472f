/**
 * What a browser can have told to it: rooms, read from their names, and the news that are told there.
 *
 * @module
 */
import { DESK_ROOM, INBOX_ROOM, PRICES_ROOM } from './room-names.ts';

export type Room =
  | { readonly kind: 'quote'; readonly code: string }
  | { readonly kind: 'list'; readonly ownerId: number }
  | { readonly kind: 'inbox' }
  | { readonly kind: 'prices' }
  | { readonly kind: 'desk' };

const QUOTE = /^quote\/([A-Z]{1,4}-[0-9A-Z]{8})$/;
const LIST = /^list\/(\d{1,16})$/;

/** Null for what is no room. */
export function readRoom(name: string): Room | null {
  if (name === INBOX_ROOM) return { kind: 'inbox' };
  if (name === PRICES_ROOM) return { kind: 'prices' };
  if (name === DESK_ROOM) return { kind: 'desk' };
  const [, code] = QUOTE.exec(name) ?? [];
  if (code !== undefined) return { kind: 'quote', code };
  const [, ownerId] = LIST.exec(name) ?? [];
  return ownerId === undefined ? null : { kind: 'list', ownerId: Number(ownerId) };
}

/** The code of the quote whose room it is; null for another room. */
export function codeOfRoom(name: string): string | null {
  const room = readRoom(name);
  return room?.kind === 'quote' ? room.code : null;
}

/**
 * What everybody may know of a change to a quote, or to a contract for it: nothing that its public page does
 * not show.
 */
export type QuoteNews = {
  /** The quote's, where the change was to the quote itself. */
  readonly version?: number;
  readonly state?: string;
};

/** Whether anybody of the traders is connected: everybody may know. */
export type DeskNews = { readonly isStaffed: boolean };

/** What the room of the desk says: false also for what makes no sense. */
export function isDeskStaffed(news: unknown): boolean {
  return (
    typeof news === 'object' && news !== null && 'isStaffed' in news && news.isStaffed === true
  );
}
