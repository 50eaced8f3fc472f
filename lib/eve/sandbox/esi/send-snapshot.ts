import { type Call, json, type Reply } from '../http/call.ts';
import { readPage } from './read-page.ts';
import { type EsiRoute, PAGE_SIZE } from './route.ts';
import { etagOf, namesTag, type Snapshot } from './snapshots.ts';

/** One page of a kept answer with its cache headers, or 304 when the caller has it. */
export function sendSnapshot(
  route: EsiRoute,
  call: Call,
  { answer, lastModified, expiresAt }: Snapshot,
  headers: Record<string, string>,
): Reply {
  const page = route.paging === undefined ? 1 : readPage(call.url.searchParams);
  if (page === null) return json(400, { error: 'page must be a number from 1 on' });
  const rows = route.paging === 'sliced' && Array.isArray(answer.data) ? answer.data : null;
  const pages = rows ? Math.max(1, Math.ceil(rows.length / PAGE_SIZE)) : answer.pages;
  if (pages !== undefined && page > pages) {
    return json(404, { error: 'Requested page does not exist!' });
  }
  const data = rows ? rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE) : answer.data;
  const body = JSON.stringify(data);
  const etag = etagOf(body);
  const all: Record<string, string> = {
    ...headers,
    'Cache-Control': cacheControlOf(route),
    'Content-Type': 'application/json; charset=UTF-8',
    ETag: etag,
    Expires: expiresAt.toUTCString(),
    'Last-Modified': lastModified.toUTCString(),
    ...(pages !== undefined && { 'X-Pages': String(pages) }),
  };
  return isUnchanged(call, etag, lastModified)
    ? { status: 304, headers: all }
    : { status: 200, headers: all, body };
}

function cacheControlOf({ scope, maxAgeSeconds }: EsiRoute): string {
  const whose = scope === undefined ? 'public' : 'private';
  return maxAgeSeconds === undefined ? whose : `${whose}, max-age=${maxAgeSeconds}`;
}

function isUnchanged({ headers }: Call, etag: string, lastModified: Date): boolean {
  if (headers['if-none-match'] !== undefined) return namesTag(headers['if-none-match'], etag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && lastModified.getTime() <= since;
}
