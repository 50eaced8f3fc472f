/**
 * One HTTP call and its answer, as the sandbox's handlers see them.
 *
 * @module
 */
import type { IncomingHttpHeaders } from 'node:http';

export type Call = {
  readonly method: string;
  /** Absolute, on the sandbox's own base URL whatever the Host header said. */
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** What stood in the `{…}` parts of the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly remoteAddress: string;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
  /** The body as text; at most 1 MB, more answers 413. */
  readBody(): Promise<string>;
};

export type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Breaks the connection after half of the body, as a cut line does, or before anything is sent. */
  readonly breaks?: 'in-body' | 'before-answer';
};

export type Handler = (call: Call) => Reply | Promise<Reply>;

export type Route = { readonly method: string; readonly path: string; readonly handle: Handler };

export function json(status: number, data: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=UTF-8', ...headers },
    body: JSON.stringify(data),
  };
}

export function page(status: number, html: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=UTF-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
    body: html,
  };
}

export function redirect(location: string): Reply {
  return { status: 302, headers: { Location: location, 'Cache-Control': 'no-store' } };
}
