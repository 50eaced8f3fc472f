/**
 * What a route of the sandbox's ESI is made of.
 *
 * @module
 */
import type { SandboxContext } from '../context.ts';
import type { AccessTokenOwner } from '../sso/access-token.ts';
import type { CacheWindows } from '../store/world.ts';
import type { Freshness } from './freshness.ts';
import type { EsiLanguage } from './language.ts';
import type { ThrottleRule } from './throttle.ts';

/** The rows of a page of lists. */
export const PAGE_SIZE = 1_000;

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
  /** The day that the caller asked for, whichever shape answers. */
  readonly askedDate: string;
};

export type EsiAnswer =
  | {
      readonly ok: true;
      readonly data: unknown;
      /** How many pages there are, where the route cuts its pages itself. */
      readonly pages?: number;
      /** 201 where something was made; without data 204, else 200. */
      readonly status?: 201;
    }
  | { readonly ok: false; readonly status: number; readonly error: string };

export type EsiRoute = {
  readonly method: 'GET' | 'POST';
  /** As CCP's specification writes it. */
  readonly path: string;
  /** The group and size of its token bucket; without one the error limit counts. */
  readonly bucket?: { readonly group: string; readonly tokens: number };
  readonly scope?: string;
  /** Roles in the corporation of the path of which one is needed; a director needs none of them. */
  readonly roles?: readonly string[];
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
  /** A limit deeper in the server, of the character or the address. */
  readonly throttle?: ThrottleRule;
  /** Also said as `max-age`, which ESI does nowhere else; in seconds. */
  readonly maxAgeSeconds?: number;
  /** The answer follows from the question and the window alone, so keeping it would gain nothing. */
  readonly isPure?: boolean;
  /** CCP's specification does not list it. */
  readonly isUnlisted?: boolean;
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
