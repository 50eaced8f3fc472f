import { EsiSchemaError } from './errors.ts';
import type { EsiOperation } from './operation.ts';
import type { RawAnswer } from './transport.ts';

/** `Expires` has been seen in the past. Asking again at once would spin. */
const FLOOR_MS = 5_000;
/** Without an `Expires` that makes sense: often enough for us, and too seldom to hurt. */
const UNSAID_MS = 60_000;
/** An answer that ran out on its way is a little old; one that is older has a wrong header. */
const LATE_MS = 60_000;
/** Nothing of ESI lasts longer than until the next downtime. */
const CEILING_MS = 48 * 3_600_000;
/** The largest list known has 400 pages; more is an error or an attack. */
const MAX_PAGES = 1_000;

/**
 * When ESI may have something newer, on our clock: receipt + (Expires − Date), which cancels the
 * difference between the two clocks. ESI sends no max-age.
 *
 * @param atMostMs A wrong header must not keep us from asking for days.
 */
export function toExpiry(answer: RawAnswer, receivedAt: Date, atMostMs = CEILING_MS): Date {
  const expiresMs = readDate(answer.header('expires'))?.getTime();
  const sentMs = (readDate(answer.header('date')) ?? receivedAt).getTime();
  const freshForMs = expiresMs === undefined ? -Infinity : expiresMs - sentMs;
  return new Date(receivedAt.getTime() + Math.min(toPauseMs(freshForMs), atMostMs));
}

function toPauseMs(freshForMs: number): number {
  if (freshForMs > 0) return freshForMs;
  return freshForMs > -LATE_MS ? FLOOR_MS : UNSAID_MS;
}

/** Times that were read: most answers of a second say the same ones. */
const readTimes = new Map<string, number>();
const MOST_TIMES = 1_000;

/** An HTTP date, or null when it is absent or no date. */
export function readDate(text: string | null): Date | null {
  if (text === null) return null;
  let timeMs = readTimes.get(text);
  if (timeMs === undefined) {
    timeMs = new Date(text).getTime();
    if (readTimes.size >= MOST_TIMES) readTimes.clear();
    readTimes.set(text, timeMs);
  }
  return Number.isNaN(timeMs) ? null : new Date(timeMs);
}

/**
 * Of how many pages an answer is one.
 *
 * @throws {EsiSchemaError} When X-Pages is no whole number from 1 to the operation's bound, or is missing
 *   where a page was asked for: ESI says it with each, and without it the first page would be all.
 */
export function readPages(
  answer: RawAnswer,
  {
    route: what,
    pagesAtMost = MAX_PAGES,
    query,
  }: Pick<EsiOperation<unknown>, 'route' | 'pagesAtMost' | 'query'>,
): number {
  const text = answer.header('x-pages');
  if (text === null) {
    if (query?.page === undefined) return 1;
    throw new EsiSchemaError(`ESI does not say how many pages ${what} has`, {
      requestId: answer.header('x-esi-request-id'),
    });
  }
  const pages = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (pages < 1 || pages > pagesAtMost) {
    throw new EsiSchemaError(`ESI says that ${what} has "${text.slice(0, 40)}" pages`, {
      requestId: answer.header('x-esi-request-id'),
    });
  }
  return pages;
}
