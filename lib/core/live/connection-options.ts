/**
 * How a page is connected to whoever tells it what changes.
 *
 * @module
 */
import { REALTIME_PATH } from './room-names.ts';

export const LIVE_CONNECTION = {
  /** Of this page. */
  url: REALTIME_PATH,
  /** A page whose session is over comes back as a guest: what it shows may be everybody's. */
  isFinal: () => false,
};
