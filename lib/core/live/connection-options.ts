/**
 * How a page is connected to whoever tells it what changes.
 *
 * @module
 */
import { REALTIME_PATH } from './room-names.ts';

export const LIVE_CONNECTION = {
  /** Of this page. */
  url: REALTIME_PATH,
  /** A gateway that is frozen says nothing: after twice this and a time-out of 10 s its pages ask by themselves. */
  heartbeatMs: 5_000,
  /** A page whose session is over comes back as a guest: what it shows may be everybody's. */
  isFinal: () => false,
};
