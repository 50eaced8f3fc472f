import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drainFront } from './drain-front.ts';
import { createFront } from './front.ts';
import { noteRequest, type RequestNotes } from './request-notes.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { sendRaw } from './testing/raw-http.ts';

const HOST = 'ore.test:3000';
const URL_OF_SITE = `http://${HOST}`;
const AWAY: RequestNotes = { isDatabaseAway: true };

let noted: RequestNotes;
let answer: (response: ServerResponse) => void;
let port: number;
const server = createFront({
  publicUrl: URL_OF_SITE,
  trustedProxies: [],
  securityHeaders: createSecurityHeaders({
    PUBLIC_URL: URL_OF_SITE,
    EVE_IMAGES_URL: 'https://images.evetech.net',
    EVE_ESI_URL: 'https://esi.evetech.net',
    EVE_SSO_URL: 'https://login.eveonline.com',
    NODE_ENV: 'production',
  }),
  async handle(_request, response) {
    await Promise.resolve();
    noteRequest(noted);
    answer(response);
  },
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => drainFront(server, 0));

/** Each way in which a page's answer can leave. */
const WAYS: Record<string, (response: ServerResponse) => void> = {
  'in one piece': (response) => response.end('BLANK'),
  'in two pieces': (response) => {
    response.write('BLANK');
    response.end('BLANK');
  },
  'its head first': (response) => {
    response.flushHeaders();
    response.end('BLANK');
  },
  'with a head of its own': (response) => {
    response.writeHead(500, { 'Content-Length': 5 }).end('BLANK');
  },
};

test.each(Object.keys(WAYS))(
  'a page that failed because the database is away says so, and when to come back, sent %s',
  async (way) => {
    const { status, text } = await ask('GET', 'Accept: text/html', AWAY, failing(WAYS[way]));
    expect(status).toBe(503);
    expect(text).toContain('Retry-After: 5');
    expect(text).toContain('database does not answer');
    expect(text).toContain('Content-Security-Policy');
    expect(text).not.toContain('BLANK');
    expect(text).not.toContain('gzip');
  },
);

test('the browser’s router gets its payload, under the right status', async () => {
  const asked = 'Accept: text/html\r\nRSC: 1';
  const { status, text } = await ask('GET', asked, AWAY, failing(WAYS['in one piece']));
  expect(status).toBe(503);
  expect(text).toContain('BLANK');
});

test.each([
  ['a form that was not read', 'POST', {}, 400],
  ['an action that failed', 'POST', { hasBegunAction: true }, 500],
  ['a page that broke', 'GET', {}, 500],
] as const)('%s is answered as what it is', async (_name, method, notes, expected) => {
  const { status } = await ask(method, 'Accept: text/html', notes, failing(WAYS['in one piece']));
  expect(status).toBe(expected);
});

test('an answer that is none of a fault stays as it is', async () => {
  const { status, text } = await ask('GET', 'Accept: text/html', AWAY, (response) => {
    response.setHeader('X-Kept', 'yes');
    response.write('first ');
    response.end('second');
  });
  expect(status).toBe(200);
  expect(text).toContain('X-Kept: yes');
  expect(text).toContain('first ');
  expect(text).toContain('second');
});

function failing(send = (response: ServerResponse): void => void response.end()) {
  return (response: ServerResponse): void => {
    response.statusCode = 500;
    response.setHeader('Content-Encoding', 'gzip');
    send(response);
  };
}

async function ask(
  method: 'GET' | 'POST',
  header: string,
  notes: RequestNotes,
  send: (response: ServerResponse) => void,
) {
  noted = notes;
  answer = send;
  const head = `Host: ${HOST}\r\nOrigin: ${URL_OF_SITE}\r\nConnection: close\r\n${header}`;
  return sendRaw(port, `${method} / HTTP/1.1\r\n${head}\r\nContent-Length: 0\r\n\r\n`);
}
