/**
 * When answers were made and until when they stay the same.
 *
 * @module
 */
import type { CacheWindows } from '../store/world.ts';

/** When an answer was made and until when it stays the same. */
export type Freshness = { readonly lastModified: Date; readonly expiresAt: Date };

type Fresh = (now: Date, windows: CacheWindows) => Freshness;

/** From the first call on, for this long. */
export function rolling(windowMs: (windows: CacheWindows) => number): Fresh {
  return (now, windows) => {
    const start = Math.floor(now.getTime() / 1_000) * 1_000;
    return { lastModified: new Date(start), expiresAt: new Date(start + windowMs(windows)) };
  };
}

/** From the first call on, for so many seconds of EVE's, which the control page can make shorter. */
export function forSeconds(seconds: number): Fresh {
  return rolling(({ speed }) => Math.max(1_000, Math.floor(seconds / speed) * 1_000));
}

/** In windows that everybody shares, so that all pages of a list are of one moment. */
export function aligned(windowMs: (windows: CacheWindows) => number): Fresh {
  return (now, windows) => {
    const length = windowMs(windows);
    const start = Math.floor(now.getTime() / length) * length;
    return { lastModified: new Date(start), expiresAt: new Date(start + length) };
  };
}

/** As {@link aligned}, for so many seconds of EVE's. */
export function alignedSeconds(seconds: number): Fresh {
  return aligned(({ speed }) => Math.max(1_000, Math.floor(seconds / speed) * 1_000));
}

const DAY_MS = 86_400_000;
const DAILY_EXPIRY_MS = (11 * 60 + 5) * 60_000;

/** Until 11:05 UTC, after the daily downtime. */
export function daily(now: Date): Freshness {
  const start = Math.floor((now.getTime() - DAILY_EXPIRY_MS) / DAY_MS) * DAY_MS + DAILY_EXPIRY_MS;
  return { lastModified: new Date(start), expiresAt: new Date(start + DAY_MS) };
}
