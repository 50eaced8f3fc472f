/**
 * What a request may look like before anybody reads it.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { isRouterState } from './router-state.ts';

export type FrontLimits = {
  /** For the head of a request, however slowly it drips. */
  readonly headersTimeoutMs: number;
  /** For the whole of it. */
  readonly requestTimeoutMs: number;
  /** How often the two above are looked at. */
  readonly checkEveryMs: number;
  readonly keepAliveMs: number;
  /** Nothing sent and nothing taken for this long: the connection ends. */
  readonly idleTimeoutMs: number;
  readonly maximumHeaders: number;
  readonly maximumHeaderBytes: number;
  readonly maximumUrlLength: number;
  readonly maximumBodyBytes: number;
  readonly maximumConnections: number;
  /** Of one address that is not a proxy of ours. */
  readonly maximumConnectionsPerAddress: number;
  /** Requests of one address that are in work at once. */
  readonly maximumWork: number;
  /** Those that stand in line behind them. */
  readonly maximumWaiting: number;
  /** A request that takes longer waits for something else, and its place is free. */
  readonly workMs: number;
  /** But for so many of those. */
  readonly maximumSlow: number;
  /** Requests of one address that are begun in a second; twice as many after a pause. */
  readonly maximumBegunPerSecond: number;
};

/** A request is in after 25 s, noticed at most 2 s later. */
export const FRONT_LIMITS: FrontLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 25_000,
  checkEveryMs: 2_000,
  keepAliveMs: 20_000,
  idleTimeoutMs: 60_000,
  maximumHeaders: 100,
  maximumHeaderBytes: 16_384,
  maximumUrlLength: 8_192,
  maximumBodyBytes: 1_048_576,
  maximumConnections: 5_000,
  maximumConnectionsPerAddress: 500,
  maximumWork: 8,
  maximumWaiting: 500,
  workMs: 150,
  maximumSlow: 40,
  maximumBegunPerSecond: 80,
};

export type Refusal = {
  readonly status: number;
  readonly title: string;
  /** What happened and what to do next, for the person. */
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
};

// No OPTIONS: it is for other sites that want to ask, and none may.
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);
const BAD: Refusal = {
  status: 400,
  title: 'Not understood',
  detail: 'This is not an address of this site. Check it, or begin at the front page.',
};

/** No browser sends what stands behind it; Next leaves it out of the path, and we would not. */
const FRAGMENT = '#';

/** A control character, a backslash, or a segment `.` or `..`. */
const NO_PATH = /[\p{Cc}\\]|\/\.{1,2}(?:\/|$)/u;

/** Next would show its page for a fault of ours to whoever asks for it, as a fault of ours. */
const FAULT_PAGE = /^\/+_global-error\b/i;
const NO_PAGE: Refusal = {
  status: 404,
  title: 'Nothing here',
  detail: 'There is no such page. Check the address, or begin at the front page.',
};

/** Why a request is not even looked at, or null. */
export function refuseShape(
  { method = '', url = '', headers, rawHeaders, httpVersion }: IncomingMessage,
  limits: FrontLimits,
): Refusal | null {
  // An absolute target could make a rewriting server ask somebody else in our name.
  const path = url.startsWith('/') && !url.includes(FRAGMENT) ? readPath(url) : null;
  if (path === null) return BAD;
  if (FAULT_PAGE.test(path)) return NO_PAGE;
  if (url.length > limits.maximumUrlLength) {
    return { status: 414, title: 'Too long', detail: 'This address is too long for this site.' };
  }
  if (!METHODS.has(method)) {
    return {
      status: 405,
      title: 'Not done here',
      detail: 'This site is asked with GET and POST only.',
      headers: { Allow: [...METHODS].join(', ') },
    };
  }
  // Node leaves out what is beyond its own maximum, which is one more than ours.
  if (rawHeaders.length / 2 > limits.maximumHeaders) {
    return {
      status: 431,
      title: 'Too many headers',
      detail: 'Your browser sent too many headers.',
    };
  }
  const hosts = countHosts(rawHeaders);
  if (hosts > 1 || (hosts === 0 && httpVersion !== '1.0')) return BAD;
  if (!isPlainTransfer(headers['transfer-encoding'])) return BAD;
  if (!isRouterState(headers['next-router-state-tree'])) return BAD;
  if (headers.expect !== undefined && headers.expect.trim().toLowerCase() !== '100-continue') {
    return { status: 417, title: 'Not expected', detail: 'This site cannot do what is expected.' };
  }
  if (!isPlainContent(headers['content-encoding'])) {
    return { status: 415, title: 'Packed', detail: 'This site reads nothing that is compressed.' };
  }
  if (isForRoute(url) && isFormInParts(headers['content-type'])) {
    return {
      status: 415,
      title: 'In parts',
      detail: 'No route of this site takes a form in parts.',
    };
  }
  return null;
}

/**
 * Whether a route is asked, and no page: routes read their bodies themselves, and answer programs.
 *
 * @param target As it came: in another spelling it may be a page after all.
 */
export function isForRoute(target: string): boolean {
  return target.startsWith('/api/');
}

/** Next takes such a form for a call of an action, and answers 500 where there is no such page. */
function isFormInParts(type: string | undefined): boolean {
  return type?.trim().toLowerCase().startsWith('multipart/') === true;
}

/**
 * The path as Next will read it, or null for one that no client of ours sends: Next answers an address
 * such as `/%E0%A4%A` with a bare 500, and looks for what is left of `/api/../` once everybody before
 * it has taken that for a route.
 */
function readPath(target: string): string | null {
  try {
    const path = decodeURIComponent(target.split('?', 1)[0] ?? '');
    return NO_PATH.test(path) ? null : path;
  } catch {
    return null;
  }
}

function countHosts(rawHeaders: readonly string[]): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host')
    .length;
}

function isPlainTransfer(encoding: string | undefined): boolean {
  return encoding === undefined || encoding.trim().toLowerCase() === 'chunked';
}

function isPlainContent(encoding: string | undefined): boolean {
  return encoding === undefined || encoding.trim().toLowerCase() === 'identity';
}
