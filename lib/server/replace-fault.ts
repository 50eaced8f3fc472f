import type { IncomingMessage, ServerResponse } from 'node:http';
import { isForRoute, type Refusal } from './front-limits.ts';
import { renderRefusal } from './refuse-request.ts';
import type { RequestNotes } from './request-notes.ts';

const AWAY: Refusal = {
  status: 503,
  title: 'Away for a moment',
  detail:
    'The site’s database does not answer. Nothing is lost: contracts stay in the game, quotes in the database. Try again in a few seconds.',
  headers: { 'Retry-After': '5' },
};
const IN_PIECES: Refusal = {
  status: 400,
  title: 'Not understood',
  detail: 'The form came in pieces. Reload the page and try again.',
};

/**
 * Say what is true where Next answers a page with a bare 500: that the database is away, or that the
 * form could not be read. A page that failed is blank until its scripts run, so one that leans on
 * nothing takes its place. What fails for another reason stays as it is.
 *
 * @param notes Filled while the request is handled.
 */
export function replaceFault(
  request: IncomingMessage,
  response: ServerResponse,
  notes: RequestNotes,
): void {
  // Routes say themselves what is wrong.
  if (isForRoute(request.url ?? '')) return;
  const writeHead = response.writeHead.bind(response);
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const ours = response.getHeaderNames();
  let replacement: Buffer | undefined;

  response.writeHead = (status: number, ...rest: unknown[]) => {
    const refusal = status === 500 ? findReason(request, notes) : undefined;
    // The rest is what the caller gave: a reason, headers, or both.
    if (!refusal) return Reflect.apply(writeHead, response, [status, ...rest]);
    if (!isForPerson(request)) {
      return writeHead(refusal.status, refusal.headers);
    }
    const { headers, body } = renderRefusal(request, refusal);
    for (const name of response.getHeaderNames()) {
      if (!ours.includes(name)) response.removeHeader(name);
    }
    replacement = body;
    return writeHead(refusal.status, headers);
  };
  response.write = (...given: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return replacement ? true : Reflect.apply(write, response, given);
  };
  response.end = (...given: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return replacement ? end(replacement) : Reflect.apply(end, response, given);
  };
}

function findReason(
  { method }: IncomingMessage,
  { isDatabaseAway, hasBegunAction }: RequestNotes,
): Refusal | undefined {
  if (isDatabaseAway) return AWAY;
  return method === 'POST' && !hasBegunAction ? IN_PIECES : undefined;
}

/** Whether a browser shows the answer as a page; its router reads payloads by itself. */
function isForPerson({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes('text/html') === true && !('rsc' in headers);
}
