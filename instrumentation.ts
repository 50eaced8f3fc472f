import { isUnanswered } from '#lib/server/is-database-away.ts';
import { noteRequest } from '#lib/server/request-notes.ts';

/** Next tells what failed in a page: the front answers by it, and Next itself logs it. */
export function onRequestError(error: unknown): void {
  if (isUnanswered(error)) noteRequest({ isDatabaseAway: true });
}
