/**
 * Limits on what one address and one account may ask, for routes, pages and actions.
 *
 * @module
 */
import { networkOf } from './address.ts';
import type { Container } from './container.ts';
import { HttpError } from './http.ts';
import { type Limit, type LimitOutcome, limit } from './limits.ts';

export type Budget = Limit & {
  readonly name: string;
  /** Redis away: a read goes on, a write is refused. */
  readonly kind: 'read' | 'write';
};

/** Who asks. Each of the two that is given has a budget of its own. */
export type Caller = {
  readonly address?: string;
  readonly accountId?: string | undefined;
};

/** What every part of the site keeps to. */
export const BUDGETS = {
  /** A page that is open asks 20 times a minute; guessing a code takes years at this pace. */
  quoteLookUps: { name: 'quote-look-ups', kind: 'read', points: 3_000, durationS: 600 },
  /** The page asks up to four times a second while one types: see `costOfPaste`. */
  appraisals: { name: 'appraisals', kind: 'read', points: 300, durationS: 60 },
  /** Whatever is sent to a page, by its size: see `costOfPaste`. */
  forms: { name: 'forms', kind: 'read', points: 300, durationS: 60 },
  /** Whatever is sent to a route, right or not, by its size. */
  bodies: { name: 'bodies', kind: 'read', points: 300, durationS: 60 },
  quotes: { name: 'quotes', kind: 'write', points: 30, durationS: 60 },
  cancels: { name: 'cancels', kind: 'write', points: 30, durationS: 60 },
  accountChanges: { name: 'account-changes', kind: 'write', points: 30, durationS: 60 },
  /** Each reads all that is kept of somebody. */
  exports: { name: 'exports', kind: 'read', points: 10, durationS: 600 },
  signIns: { name: 'sign-in', kind: 'write', points: 10, durationS: 60 },
  /** Each may cost EVE a dozen calls. */
  ownChecks: { name: 'own-checks', kind: 'write', points: 6, durationS: 60 },
  /** A tab comes back by itself, after a restart with all the others. */
  watching: { name: 'watching', kind: 'read', points: 240, durationS: 60 },
  /** By name, as one types. */
  searches: { name: 'searches', kind: 'read', points: 240, durationS: 60 },
  /** Each asks EVE who somebody is. */
  parties: { name: 'parties', kind: 'read', points: 60, durationS: 60 },
  programSaves: { name: 'program-saves', kind: 'write', points: 30, durationS: 60 },
  /** Whatever a program asks of the API without a key; beside the budget of what it asks for. */
  apiGuests: { name: 'guest', kind: 'read', points: 120, durationS: 60 },
  /** With one. */
  apiKeys: { name: 'key', kind: 'read', points: 300, durationS: 60 },
  windows: { name: 'windows', kind: 'write', points: 60, durationS: 60 },
} as const satisfies Record<string, Budget>;

const PASTE_BYTES_A_POINT = 65_536;

/** A long paste takes as much of the budget as many short ones. */
export function costOfPaste(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / PASTE_BYTES_A_POINT));
}

/** The caller's address as the front established it: nothing that a caller writes gets here. */
export function clientAddress(headers: { get(name: string): string | null }): string {
  return headers.get('x-forwarded-for') ?? 'unknown';
}

/**
 * Take points of a caller's budget.
 *
 * @throws {HttpError} 429 when it is spent; 503 when a write cannot be counted.
 */
export async function spend(
  container: Pick<Container, 'redis' | 'log'>,
  budget: Budget,
  caller: Caller,
  cost = 1,
): Promise<void> {
  const outcomes = await Promise.all(
    keysOf(caller).map((key) => limit(container, budget, key, cost)),
  );
  const refused = outcomes.filter(isRefused);
  const worst = refused.find(({ reason }) => reason === 'limited') ?? refused[0];
  if (!worst || (worst.reason === 'unavailable' && budget.kind === 'read')) return;

  const seconds = Math.ceil(Math.max(...refused.map(({ retryAfterMs }) => retryAfterMs)) / 1_000);
  const headers = { 'Retry-After': String(seconds) };
  throw worst.reason === 'limited'
    ? new HttpError({ status: 429, title: 'Too often', detail: tooOften(seconds), headers })
    : new HttpError({
        status: 503,
        title: 'Not now',
        detail: 'The site cannot take this right now. Try again in a few seconds.',
        headers,
      });
}

/** What somebody is told who asked too often. */
export function tooOften(seconds: number): string {
  return `That was too often. Try again in ${seconds} s.`;
}

function keysOf({ address, accountId }: Caller): string[] {
  return [
    ...(address === undefined ? [] : [networkOf(address)]),
    ...(accountId === undefined ? [] : [`account.${accountId}`]),
  ];
}

type Refused = Extract<LimitOutcome, { ok: false }>;

function isRefused(outcome: LimitOutcome): outcome is Refused {
  return !outcome.ok;
}
