/**
 * The names of rooms, for whoever asks to be told.
 *
 * @module
 */

/** Under it browsers reach the gateways, on the site's own origin. */
export const REALTIME_PATH = '/realtime';

/** For staff: something on the list of contracts has changed. */
export const INBOX_ROOM = 'inbox';
/** The prices of a hub were read anew. */
export const PRICES_ROOM = 'prices';

/** Whether a trader is there. */
export const DESK_ROOM = 'desk';

/** News of a quote, by its code in the canonical spelling. */
export function quoteRoom(code: string): string {
  return `quote/${code}`;
}

/** The contract list of a character or corporation was read, whether or not anything on it is new. */
export function listRoom(ownerId: number): string {
  return `list/${ownerId}`;
}
