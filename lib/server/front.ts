/**
 * What stands before Next: one origin, true addresses, guarding headers on every answer, no talk to
 * Next's insides, nothing that another site's page sends, nothing too large or too slow.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { REALTIME_PATH } from '#lib/core/live/room-names.ts';
import { networkOf } from './address.ts';
import { noteUpgraded } from './drain-front.ts';
import { readClientAddress, readPeers, stripInternalHeaders } from './forwarded.ts';
import {
  FRONT_LIMITS,
  type FrontLimits,
  isForRoute,
  type Refusal,
  refuseShape,
} from './front-limits.ts';
import { keepNowhere } from './keep-nowhere.ts';
import { limitBody } from './limit-body.ts';
import { limitConnections } from './limit-connections.ts';
import { createWorkLimit } from './limit-work.ts';
import type { Asked } from './page-limits.ts';
import { answerBroken, rawAnswer, watchAnswers } from './raw-answer.ts';
import { refuseRequest } from './refuse-request.ts';
import { replaceFault } from './replace-fault.ts';
import { type RequestNotes, withNotes } from './request-notes.ts';
import type { SecurityHeaders } from './security-headers.ts';
import { type TunnelEnd, tunnel } from './tunnel.ts';

export type FrontOptions = {
  /** The one origin, without a slash at the end. */
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly securityHeaders: () => SecurityHeaders;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Who tells browsers what changes: WebSockets at {@link REALTIME_PATH} go there. */
  readonly realtime?: TunnelEnd;
  /** Other wishes for another protocol. Absent: passed over, as HTTP has it. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
  /** Last look before the site is asked: whether this address has asked too often. */
  readonly refuse?: (asked: Asked, address: string) => Promise<Refusal | null>;
  readonly limits?: Partial<FrontLimits>;
};

/** Probed by address, from where the site's own name may not be known. */
const PROBED_PATHS: ReadonlySet<string> = new Set(['/api/health', '/api/metrics']);

/** Make the server; it does not listen yet. */
export function createFront(options: FrontOptions): Server {
  const origin = new URL(options.publicUrl);
  const peers = readPeers(options.trustedProxies);
  const limits = { ...FRONT_LIMITS, ...options.limits };
  const awaitTurn = createWorkLimit(limits);

  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      keepAliveTimeout: limits.keepAliveMs,
      maxHeaderSize: limits.maximumHeaderBytes,
      // Node's own answer to one without would have none of our headers.
      requireHostHeader: false,
    },
    take,
  );
  server.on('checkExpectation', take);
  server.maxHeadersCount = limits.maximumHeaders + 1;
  server.timeout = limits.idleTimeoutMs;
  limitConnections(server, limits, peers);
  const answersOn = watchAnswers(server);
  answerBroken(server, answersOn, options.securityHeaders);

  const { upgrade, realtime } = options;
  if (upgrade || realtime) {
    server.on('upgrade', (request, socket, head) => {
      if (!isOwn(socket)) return;
      const isRealtime = (request.url ?? '').split('?', 1)[0] === REALTIME_PATH;
      if (prepare(request)) return void socket.end(rawAnswer(400, options.securityHeaders()));
      if (isRealtime && realtime) {
        noteUpgraded(server, socket);
        const refusal = rawAnswer(503, options.securityHeaders());
        tunnel(request, socket, { head, end: realtime, refusal });
      } else if (upgrade) {
        noteUpgraded(server, socket);
        upgrade(request, socket, head).catch(() => socket.destroy());
      } else passOver(request, socket);
    });
  }
  server.on('connect', (_request, socket) => {
    if (isOwn(socket)) socket.end(rawAnswer(405, options.securityHeaders()));
  });
  return server;

  /** Node takes the connection from HTTP: what is still answered on it can come to no good end. */
  function isOwn(socket: Duplex): boolean {
    socket.on('error', () => socket.destroy());
    const isFree = answersOn(socket).size === 0;
    if (!isFree) socket.destroy();
    return isFree;
  }

  /** As HTTP has it: whoever does not speak the other protocol answers in this one. */
  function passOver(request: IncomingMessage, socket: Duplex): void {
    if (!SAFE_METHODS.has(request.method ?? '')) {
      return void socket.end(rawAnswer(400, options.securityHeaders()));
    }
    // Node has ended its own work on this connection: what it would do with an answer is done here.
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Socket);
    response.once('finish', () => socket.end());
    take(request, response);
    request.push(null);
  }

  function take(request: IncomingMessage, response: ServerResponse): void {
    serve(request, response).catch(() => {
      if (!response.headersSent) refuseRequest(request, response, OUR_FAULT);
      response.end();
    });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    keepNowhere(response);
    const { policy, headers } = options.securityHeaders();
    for (const [name, value] of headers) response.setHeader(name, value);
    if (!isForEverybody(request.url ?? '')) response.setHeader('X-Robots-Tag', 'noindex');
    // A caller that leaves in the middle, or an answer that comes after our refusal, is no fault.
    request.on('error', () => {});
    response.on('error', () => {});

    const maximumBytes = SAFE_METHODS.has(request.method ?? '') ? 0 : limits.maximumBodyBytes;
    const body = limitBody(request, maximumBytes, {
      answer() {
        if (response.headersSent) return;
        response.setHeader('Connection', 'close');
        refuseRequest(request, response, TOO_LARGE);
      },
      close: () => response.end(),
    });

    const refusal = prepare(request) ?? (await refuseCaller(request));
    if (refusal) {
      refuseRequest(request, response, refusal);
      response.end();
      return;
    }
    if (body.isDeclaredTooLarge) return body.refuse();
    // What is sent may take long to come, and would keep its place in the line from others meanwhile.
    await body.ended;
    const turn = await awaitTurn(networkOfCaller(request), response);
    // The body may have grown too large meanwhile.
    if (turn === 'left' || response.headersSent) return;
    if (turn === 'never') {
      refuseRequest(request, response, TOO_MUCH);
      response.end();
      return;
    }
    request.headers['content-security-policy'] = policy;
    const notes: RequestNotes = { isSent: request.method === 'POST' };
    replaceFault(request, response, notes);
    await withNotes(notes, () => options.handle(request, response));
  }

  function prepare(request: IncomingMessage): Refusal | null {
    const shape = refuseShape(request, limits);
    if (shape) return shape;

    const peer = request.socket.remoteAddress ?? '';
    const isBehindProxy = peers.isTrusted(peer);
    const client = readClientAddress(peer, first(request.headers['x-forwarded-for']), peers);
    const host = isBehindProxy
      ? (first(request.headers['x-forwarded-host']) ?? request.headers.host)
      : request.headers.host;

    stripInternalHeaders(request.headers);
    // No route has actions: Next would look for one at each address below /api/ that is none.
    if (isForRoute(request.url ?? '')) delete request.headers['next-action'];
    request.headers['x-forwarded-for'] = client;
    request.headers['x-forwarded-host'] = origin.host;
    request.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1);

    const target = request.url ?? '';
    if (!isSameHost(host, origin) && !PROBED_PATHS.has(target.split('?', 1)[0] ?? '')) {
      return elsewhere(request.method, `${options.publicUrl}${target}`);
    }
    return isFromElsewhere(request, options.publicUrl) ? FROM_ELSEWHERE : null;
  }

  async function refuseCaller(request: IncomingMessage): Promise<Refusal | null> {
    const { url: target = '', method = '', headers } = request;
    const path = decodeURIComponent(target.split('?', 1)[0] ?? '');
    const bodyBytes = Number(headers['content-length'] ?? limits.maximumBodyBytes);
    const asked = { target, path, method, bodyBytes };
    return (await options.refuse?.(asked, networkOfCaller(request))) ?? null;
  }
}

const OUR_FAULT: Refusal = {
  status: 500,
  title: 'Our fault',
  detail: 'Something broke on our side. Try again in a minute.',
};
const TOO_LARGE: Refusal = {
  status: 413,
  title: 'Too large',
  detail: 'That is more than this site reads at once. Send it in parts.',
};
const FROM_ELSEWHERE: Refusal = {
  status: 403,
  title: 'Another site',
  detail: 'This request did not come from a page of this site. Reload the page and try again.',
};
const TOO_MUCH: Refusal = {
  status: 429,
  title: 'Too much at once',
  detail: 'Your address asks for too much at once. Try again in a moment.',
  headers: { 'Retry-After': '2' },
};
const MOVED = 'This site has one address, and your browser goes there.';
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
/** For programs: see app/api/v1. */
const API_PATH = '/api/v1/';

/**
 * Whether another site's page could have sent this. Routes look themselves too; Next, for its server
 * actions, compares no scheme and lets a missing origin pass. So do we for the API, which reads no cookie:
 * programs send none, and a browser's page cannot leave its own out.
 */
function isFromElsewhere(
  { method = '', url = '', headers }: IncomingMessage,
  publicUrl: string,
): boolean {
  if (SAFE_METHODS.has(method)) return false;
  if (url.startsWith(API_PATH) && headers.origin === undefined) return false;
  return headers.origin !== publicUrl;
}

function elsewhere(method: string | undefined, location: string): Refusal {
  if (method === 'GET' || method === 'HEAD') {
    return { status: 308, title: 'Elsewhere', detail: MOVED, headers: { Location: location } };
  }
  // A form sent to another spelling of our name must not be repeated by itself.
  const detail = 'This site answers under another name.';
  return { status: 421, title: 'Another name', detail };
}

/** What search engines may show; quotes, accounts and the trader's side are nobody's to find. */
function isForEverybody(target: string): boolean {
  return /^\/(?:how-to-sell|privacy|icon\.svg|manifest\.webmanifest)?(?:\?|$)/.test(target);
}

/** Once the front has established the address. */
function networkOfCaller({ headers }: IncomingMessage): string {
  return networkOf(String(headers['x-forwarded-for']));
}

function isSameHost(host: string | undefined, origin: URL): boolean {
  return host?.toLowerCase() === origin.host;
}

function first(header: string | string[] | undefined): string | undefined {
  return (Array.isArray(header) ? header[0] : header)?.trim();
}
