import { randomUUID } from 'node:crypto';
import type { Reply } from '../http/call.ts';

const CORS: Record<string, string> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'Etag, Retry-After, X-Compatibility-Date, X-Esi-Error-Limit-Remain, X-Esi-Error-Limit-Reset, X-Pages, X-Ratelimit-Group, X-Ratelimit-Limit, X-Ratelimit-Remaining, X-Ratelimit-Used',
};
const PREFLIGHT: Record<string, string> = {
  ...CORS,
  'Access-Control-Allow-Headers':
    'Authorization, Content-Type, If-None-Match, If-Modified-Since, Accept-Language, X-Compatibility-Date, X-User-Agent, X-Tenant',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Max-Age': '600',
};
const VARY = 'Accept-Language, X-Compatibility-Date, X-Tenant';

/** What a browser asks before it sends our headers. */
export function preflight(): Reply {
  return { status: 204, headers: PREFLIGHT };
}

/** Adds what every answer of ESI carries. */
export function finish(reply: Reply, now: Date, limits: Record<string, string> = {}): Reply {
  return {
    ...reply,
    headers: {
      ...CORS,
      Date: now.toUTCString(),
      Vary: VARY,
      'X-Esi-Request-Id': randomUUID(),
      ...reply.headers,
      ...limits,
    },
  };
}
