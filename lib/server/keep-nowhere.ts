import type { ServerResponse } from 'node:http';

const NOT_MODIFIED = 304;

/**
 * See to it that an answer is kept by nobody unless it says who may: Next says nothing with some of
 * its redirects, and lets its page for a fault be kept for a year.
 */
export function keepNowhere(response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const isUnsaid = !response.hasHeader('Cache-Control') && status !== NOT_MODIFIED;
    if (isUnsaid || status >= 500) response.setHeader('Cache-Control', 'no-store');
    // The rest is what the caller gave: a reason, headers, or both.
    return Reflect.apply(writeHead, response, [status, ...rest]);
  };
}
