/**
 * What stands before Next: one origin, true addresses, no talk to Next's insides, nothing that another
 * site's page sends.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { readClientAddress, readPeers, stripInternalHeaders } from './forwarded.ts';

export type FrontOptions = {
  /** The one origin, without a slash at the end. */
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Absent: every upgrade is refused. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
};

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 20_000;
const MAXIMUM_HEADERS = 100;
/** Probed by address, from where the site's own name may not be known. */
const HEALTH_PATH = '/api/health';

/** Make the server; it does not listen yet. */
export function createFront(options: FrontOptions): Server {
  const origin = new URL(options.publicUrl);
  const peers = readPeers(options.trustedProxies);

  const server = createServer((request, response) => {
    const refusal = prepare(request);
    if (refusal) {
      response.writeHead(refusal.status, refusal.headers).end(refusal.text);
      return;
    }
    options.handle(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxHeadersCount = MAXIMUM_HEADERS;

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refusal = prepare(request);
    if (refusal || !options.upgrade) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    options.upgrade(request, socket, head).catch(() => socket.destroy());
  });
  return server;

  function prepare(request: IncomingMessage): Refusal | null {
    const target = request.url ?? '';
    // An absolute target could make a rewriting server ask somebody else in our name.
    if (!target.startsWith('/') || !isDecodable(target)) {
      return { status: 400, headers: {}, text: 'Bad request' };
    }

    const peer = request.socket.remoteAddress ?? '';
    const isBehindProxy = peers.isTrusted(peer);
    const client = readClientAddress(peer, first(request.headers['x-forwarded-for']), peers);
    const host = isBehindProxy
      ? (first(request.headers['x-forwarded-host']) ?? request.headers.host)
      : request.headers.host;

    stripInternalHeaders(request.headers);
    request.headers['x-forwarded-for'] = client;
    request.headers['x-forwarded-host'] = origin.host;
    request.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1);

    if (!isSameHost(host, origin) && target.split('?', 1)[0] !== HEALTH_PATH) {
      return elsewhere(request.method, `${options.publicUrl}${target}`);
    }
    return isFromElsewhere(request, options.publicUrl) ? FROM_ELSEWHERE : null;
  }
}

/** Stop taking connections, let running answers end, cut what is left after `drainMs`. */
export function drainFront(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}

type Refusal = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
};

const FROM_ELSEWHERE: Refusal = {
  status: 403,
  headers: {},
  text: 'This request did not come from a page of this site. Reload the page and try again.',
};
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether another site's page could have sent this. Routes look themselves too; Next, for its server
 * actions, compares no scheme and lets a missing origin pass.
 */
function isFromElsewhere({ method = '', headers }: IncomingMessage, publicUrl: string): boolean {
  return !SAFE_METHODS.has(method) && headers.origin !== publicUrl;
}

function elsewhere(method: string | undefined, location: string): Refusal {
  if (method === 'GET' || method === 'HEAD') {
    return { status: 308, headers: { Location: location }, text: '' };
  }
  // A form sent to another spelling of our name must not be repeated by itself.
  return { status: 421, headers: {}, text: 'This site answers under another name.' };
}

/** Next answers an address such as `/%E0%A4%A` with a bare 500. */
function isDecodable(target: string): boolean {
  try {
    decodeURIComponent(target.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

function isSameHost(host: string | undefined, origin: URL): boolean {
  return host?.toLowerCase() === origin.host;
}

function first(header: string | string[] | undefined): string | undefined {
  return (Array.isArray(header) ? header[0] : header)?.trim();
}
