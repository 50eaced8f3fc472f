import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepNowhere } from './keep-nowhere.ts';

const A_YEAR = 's-maxage=31536000';

let answer: (response: ServerResponse) => void;
let url: string;
const server = createServer((_request, response) => {
  keepNowhere(response);
  answer(response);
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test.each<[what: string, kept: string | null, answer: (response: ServerResponse) => void]>([
  ['an answer that says nothing of it', 'no-store', (response) => response.end('page')],
  ['a redirect', 'no-store', (response) => response.writeHead(307, { Location: '/x' }).end()],
  ['a file that may be kept', A_YEAR, (response) => send(response, 200)],
  ['a page that is not there', A_YEAR, (response) => send(response, 404)],
  ['a fault, whatever it says', 'no-store', (response) => send(response, 500)],
  ['what has not changed since', null, (response) => response.writeHead(304).end()],
])('%s', async (_what, kept, given) => {
  answer = given;
  const { headers } = await fetch(url, { redirect: 'manual' });
  expect(headers.get('cache-control')).toBe(kept);
});

function send(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.setHeader('Cache-Control', A_YEAR);
  response.end('text');
}
