import { randomUUID } from 'node:crypto';
import { etagOf } from '../esi/snapshots.ts';
import { type Call, type Handler, json, type Reply } from '../http/call.ts';
import type { Fault, FaultKind } from './schema.ts';

const STALE_MS = 60_000;
/** How much later the second page of a torn read was made. */
const TORN_MS = 7_000;
const TIMES = ['Date', 'Expires', 'Last-Modified'];
const DROPPED =
  /^(etag|expires|last-modified|cache-control|x-pages|x-ratelimit-.*|x-esi-(request-id|error-limit-.*))$/i;

/** The call that is hit, and how. */
export type Hit = {
  readonly fault: Fault;
  readonly call: Call;
  /** The route's own answer, without any fault. */
  readonly handle: Handler;
  readonly now: Date;
};

type Change = (hit: Hit, reply: Reply) => Reply | Promise<Reply>;

const CHANGES: Partial<Record<FaultKind, Change>> = {
  cut: (_hit, reply) => ({ ...reply, breaks: 'in-body' }),
  silent: (_hit, reply) => ({ ...reply, breaks: 'before-answer' }),
  'not-json': (_hit, reply) => {
    const text = String(reply.body ?? '');
    return { ...reply, body: text.slice(0, Math.max(1, Math.floor(text.length / 2))) };
  },
  torn,
  'page-count': (hit, reply) => {
    const pages = pagesOf(reply);
    return pages === null || pageOf(hit.call) < 2
      ? reply
      : withHeaders(reply, { 'X-Pages': String(pages + 1) });
  },
  'lost-page': (hit, reply) => {
    const pages = pagesOf(reply);
    const isLast = pages !== null && pages > 1 && pageOf(hit.call) === pages;
    return isLast ? json(404, { error: 'Requested page does not exist!' }) : reply;
  },
  'wrong-etag': (_hit, reply) =>
    reply.status === 200 ? withHeaders(reply, { ETag: `"${randomUUID()}"` }) : reply,
  'false-304': (_hit, reply) =>
    reply.status === 200 ? { status: 304, headers: reply.headers ?? {} } : reply,
  'no-headers': (_hit, reply) => ({
    ...reply,
    headers: Object.fromEntries(
      Object.entries(reply.headers ?? {}).filter(([name]) => !DROPPED.test(name)),
    ),
  }),
  'stale-expires': ({ now }, reply) =>
    withHeaders(reply, { Expires: new Date(now.getTime() - STALE_MS).toUTCString() }),
  'clock-skew': ({ fault, now }, reply) => {
    const headers = { Date: now.toUTCString(), ...reply.headers };
    const shifted = Object.entries(headers).map(([name, text]) => [
      name,
      TIMES.includes(name) ? new Date(Date.parse(text) + fault.skewMs).toUTCString() : text,
    ]);
    return { ...reply, headers: Object.fromEntries(shifted) };
  },
};

/** The route's answer with the fault in it. */
export async function changeReply(hit: Hit, reply: Reply): Promise<Reply> {
  return (await CHANGES[hit.fault.kind]?.(hit, reply)) ?? reply;
}

/**
 * A row came in between two pages: a later page begins with the last row of the page before, its own
 * last row is on the next one, and it is of another moment.
 */
async function torn({ call, handle }: Hit, reply: Reply): Promise<Reply> {
  const page = pageOf(call);
  const modified = Date.parse(reply.headers?.['Last-Modified'] ?? '');
  if (page < 2 || Number.isNaN(modified)) return reply;
  const late = { 'Last-Modified': new Date(modified + TORN_MS).toUTCString() };
  const rows = rowsOf(reply);
  if (rows === null) return withHeaders(reply, late);
  const url = new URL(call.url);
  url.searchParams.set('page', String(page - 1));
  const { 'if-none-match': _, 'if-modified-since': __, ...headers } = call.headers;
  const before = rowsOf(await handle({ ...call, url, headers })) ?? [];
  const body = JSON.stringify([...before.slice(-1), ...rows.slice(0, -1)]);
  return { ...withHeaders(reply, { ...late, ETag: etagOf(body) }), body };
}

function rowsOf({ status, body }: Reply): unknown[] | null {
  if (status !== 200) return null;
  const rows: unknown = JSON.parse(String(body));
  return Array.isArray(rows) ? rows : null;
}

function pageOf({ url }: Call): number {
  return Number(url.searchParams.get('page') ?? '1');
}

function pagesOf({ headers }: Reply): number | null {
  const pages = headers?.['X-Pages'];
  return pages === undefined ? null : Number(pages);
}

function withHeaders(reply: Reply, headers: Record<string, string>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}
