import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { isForRoute, type Refusal } from './front-limits.ts';
import { refusalPage } from './refusal-page.ts';

/**
 * Answer before the site is asked: problem details to programs, a page to people, a sentence to
 * whoever else.
 */
export function refuseRequest(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
): void {
  const { headers, body } = renderRefusal(request, refusal);
  response.writeHead(refusal.status, headers);
  // Not yet at its end: a caller that is still sending would have its connection reset.
  response.write(body);
}

/** The head and the body of a refusal. */
export function renderRefusal(
  request: IncomingMessage,
  refusal: Refusal,
): { headers: OutgoingHttpHeaders; body: Buffer } {
  const { type, text } = render(request, refusal);
  const body = Buffer.from(text);
  const headers = {
    'Content-Type': type,
    'Content-Length': body.byteLength,
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex',
    ...refusal.headers,
  };
  return { headers, body };
}

function render(
  { url = '', headers }: IncomingMessage,
  { status, title, detail }: Refusal,
): { type: string; text: string } {
  if (isForRoute(url)) {
    const problem = { type: 'about:blank', title, status, detail };
    return { type: 'application/problem+json', text: JSON.stringify(problem) };
  }
  if (!headers.accept?.includes('text/html')) {
    return { type: 'text/plain; charset=utf-8', text: detail };
  }
  return { type: 'text/html; charset=utf-8', text: refusalPage({ title, detail }) };
}
