import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainFront } from './drain-front.ts';
import { createFront } from './front.ts';
import { createSecurityHeaders } from './security-headers.ts';

const PUBLIC_URL = 'http://ore.test:3000';
const seen: IncomingMessage[] = [];

const server = createFront({
  publicUrl: PUBLIC_URL,
  trustedProxies: [],
  securityHeaders: createSecurityHeaders({
    PUBLIC_URL,
    EVE_IMAGES_URL: 'https://images.evetech.net',
    EVE_ESI_URL: 'https://esi.evetech.net',
    EVE_SSO_URL: 'https://login.eveonline.com',
    NODE_ENV: 'production',
  }),
  async handle(incoming, response) {
    seen.push(incoming);
    response.end('page');
  },
});
let port: number;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => drainFront(server, 100));

describe('the front', () => {
  test('the one origin is served, with the true address whatever the caller claims', async () => {
    const answer = await ask('/q/AT-1', {
      host: 'ore.test:3000',
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-host': 'evil.test',
      'x-middleware-subrequest': 'proxy',
    });
    expect(answer).toMatchObject({ status: 200, body: 'page' });
    expect(seen.at(-1)?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'ore.test:3000',
      'x-forwarded-proto': 'http',
    });
    expect(seen.at(-1)?.headers).not.toHaveProperty('x-middleware-subrequest');
  });

  test('another spelling is sent to the one origin, path and query kept', async () => {
    expect(await ask('/a?b=c', { host: '127.0.0.1:3000' })).toMatchObject({
      status: 308,
      location: `${PUBLIC_URL}/a?b=c`,
    });
    expect(await ask('//evil.test/a', { host: 'x' })).toMatchObject({
      location: `${PUBLIC_URL}//evil.test/a`,
    });
  });

  test('a form sent to another spelling is refused, not repeated', async () => {
    const before = seen.length;
    expect((await ask('/a', { host: 'x' }, 'POST')).status).toBe(421);
    expect(seen).toHaveLength(before);
  });

  test.each([
    ['no origin', undefined, 403],
    ['a sandboxed frame’s', 'null', 403],
    ['another site’s', 'http://evil.test', 403],
    ['the same name on another scheme', 'https://ore.test:3000', 403],
    ['the same name on another port', 'http://ore.test', 403],
    ['our own', PUBLIC_URL, 200],
  ])('what is sent from %s', async (_what, origin, status) => {
    const host = 'ore.test:3000';
    const before = seen.length;
    const answer = await ask('/q/AT-1', origin === undefined ? { host } : { host, origin }, 'POST');
    expect(answer.status).toBe(status);
    expect(seen).toHaveLength(before + (status === 200 ? 1 : 0));
  });

  test.each([
    { path: '/api/v1/quotes', origin: undefined, status: 200 },
    { path: '/api/v1/quotes', origin: 'http://evil.example', status: 403 },
    { path: '/api/v1/quotes', origin: 'null', status: 403 },
    { path: '/api/v1', origin: undefined, status: 403 },
    { path: '/api/v11/quotes', origin: undefined, status: 403 },
    { path: '/API/v1/quotes', origin: undefined, status: 403 },
    { path: '/api/quotes', origin: undefined, status: 403 },
  ])('a program may send to $path from $origin: $status', async ({ path, origin, status }) => {
    const headers = { host: 'ore.test:3000', ...(origin !== undefined && { origin }) };
    expect((await ask(path, headers, 'POST')).status).toBe(status);
  });

  test('health and numbers are answered under any name', async () => {
    for (const path of ['/api/health', '/api/metrics', '/api/metrics?x=1']) {
      expect((await ask(path, { host: '10.0.0.7' })).status).toBe(200);
    }
  });

  test('an absolute target is refused', async () => {
    expect((await ask('http://evil.test/', { host: 'ore.test:3000' })).status).toBe(400);
  });

  test('an address that cannot be decoded is refused', async () => {
    expect((await ask('/api/quotes/%E0%A4%A', { host: 'ore.test:3000' })).status).toBe(400);
  });

  test('a wish for another protocol is answered in this one', async () => {
    const headers = { host: 'ore.test:3000', connection: 'Upgrade', upgrade: 'websocket' };
    expect(await ask('/', headers)).toMatchObject({ status: 200, body: 'page' });
  });
});

type Answer = { status: number | undefined; location: string | undefined; body: string };

function ask(path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', path, method, headers }, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (text: string) => {
        body += text;
      });
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode, location: incoming.headers.location, body }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
