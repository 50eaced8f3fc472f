/**
 * What a route of the sandbox's ESI is made of.
 *
 * @module
 */
import type { SandboxContext } from '../context.ts';
import type { AccessTokenOwner } from '../sso/access-token.ts';
import type { CacheWindows } from '../store/world.ts';
import type { EsiLanguage } from './language.ts';

/** The rows of a page of lists. */
export const PAGE_SIZE = 1_000;

/** When an answer was made and until when it stays the same. */
export type Freshness = { readonly lastModified: Date; readonly expiresAt: Date };

export type EsiAsk = {
  readonly parts: SandboxContext;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The request's JSON; undefined where there is none. */
  readonly body: unknown;
  /** Who the bearer token speaks for; null without one. */
  readonly caller: AccessTokenOwner | null;
  readonly language: EsiLanguage;
  readonly now: Date;
  /** When the answer counts as made; books are of this moment. */
  readonly lastModified: Date;
  /** From which day on the caller knows ESI, as YYYY-MM-DD. */
  readonly compatibilityDate: string;
};

export type EsiAnswer =
  | {
      readonly ok: true;
      readonly data: unknown;
      /** How many pages there are, where the route cuts its pages itself. */
      readonly pages?: number;
    }
  | { readonly ok: false; readonly status: number; readonly error: string };

export type EsiRoute = {
  readonly method: 'GET' | 'POST';
  /** As CCP's specification writes it. */
  readonly path: string;
  /** The group and size of its token bucket; without one the error limit counts. */
  readonly bucket?: { readonly group: string; readonly tokens: number };
  readonly scope?: string;
  /** Absent: the answer may not be cached. */
  readonly freshness?: (now: Date, windows: CacheWindows) => Freshness;
  /** `sliced`: the answer is a whole list, of which the caller gets one page. `own`: see `pages`. */
  readonly paging?: 'sliced' | 'own';
  /** The query parameters that it reads. Others are ignored. */
  readonly query?: readonly string[];
  /** Names in it are in the caller's language. */
  readonly isTranslated?: boolean;
  /** Since when it has its shape; older callers get the older one. */
  readonly shapeDate?: string;
  /** At most this many calls in ten seconds a character, then 520. */
  readonly throttle?: number;
  /** The answer follows from the question and the window alone, so keeping it would gain nothing. */
  readonly isPure?: boolean;
  /** Writes something, so that the world must be saved before the answer. */
  readonly isWriting?: boolean;
  readonly answer: (ask: EsiAsk) => EsiAnswer;
};

export function ok(data: unknown, pages?: number): EsiAnswer {
  return pages === undefined ? { ok: true, data } : { ok: true, data, pages };
}

export function refuse(status: number, error: string): EsiAnswer {
  return { ok: false, status, error };
}

/** From the first call on, for this long. */
export function rolling(windowMs: (windows: CacheWindows) => number) {
  return (now: Date, windows: CacheWindows): Freshness => {
    const start = Math.floor(now.getTime() / 1_000) * 1_000;
    return {
      lastModified: new Date(start),
      expiresAt: new Date(start + windowMs(windows)),
    };
  };
}

/** In windows that everybody shares, so that all pages of a list are of one moment. */
export function aligned(windowMs: (windows: CacheWindows) => number) {
  return (now: Date, windows: CacheWindows): Freshness => {
    const length = windowMs(windows);
    const start = Math.floor(now.getTime() / length) * length;
    return { lastModified: new Date(start), expiresAt: new Date(start + length) };
  };
}

const DAY_MS = 86_400_000;
const DAILY_EXPIRY_MS = (11 * 60 + 5) * 60_000;

/** Until 11:05 UTC, after the daily downtime. */
export function daily(now: Date): Freshness {
  const start = Math.floor((now.getTime() - DAILY_EXPIRY_MS) / DAY_MS) * DAY_MS + DAILY_EXPIRY_MS;
  return { lastModified: new Date(start), expiresAt: new Date(start + DAY_MS) };
}
