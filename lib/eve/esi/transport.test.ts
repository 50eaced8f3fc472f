import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EsiNetworkError, EsiTimeoutError } from './errors.ts';
import { createTransport, type RawRequest, type Transport } from './transport.ts';

const NEVER = new AbortController().signal;
let server: Server;
let transport: Transport;
let options: Parameters<typeof createTransport>[0];
let asked: string[];
let answer: (response: ServerResponse) => unknown;
beforeEach(async () => {
  asked = [];
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    void answer(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  options = { baseUrl: `http://127.0.0.1:${port}`, connections: 1, maxBodyBytes: 1_000 };
  transport = createTransport(options);
});
afterEach(async () => {
  await transport[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

const get = (path: string): RawRequest => ({ method: 'GET', path, headers: {}, body: null });
const send = (path: string, signal = NEVER, timeoutMs = 60_000) =>
  transport.send(get(path), { timeoutMs, signal });

describe('an answer', () => {
  test.each([
    ['in one piece', ['{"name":"Jita ✓"}']],
    [
      'in pieces that cut a character in two',
      [
        Buffer.from('{"name":"Jita ✓"}').subarray(0, 15),
        Buffer.from('{"name":"Jita ✓"}').subarray(15),
      ],
    ],
    ['with a mark before its text', ['\uFEFF{"name":"Jita ✓"}']],
  ])('is read %s', async (_how, pieces) => {
    answer = (response) => {
      for (const piece of pieces) response.write(piece);
      response.end();
    };
    expect(JSON.parse((await send('/')).text)).toEqual({ name: 'Jita ✓' });
  });

  test('in thousands of pieces is read whole', async () => {
    const text = JSON.stringify(Array.from({ length: 200 }, (_, id) => id));
    answer = async (response) => {
      for (const byte of Buffer.from(`${text}${' '.repeat(2_500)}`)) {
        response.write(Buffer.of(byte));
        await new Promise((written) => setImmediate(written));
      }
      response.end();
    };
    const wide = createTransport({ ...options, maxBodyBytes: 10_000 });
    const { text: read } = await wide.send(get('/'), { timeoutMs: 60_000, signal: NEVER });
    expect(read.trimEnd()).toBe(text);
    await wide[Symbol.asyncDispose]();
  });

  test('is what comes after those that only say that it will come', async () => {
    answer = (response) => {
      response.writeEarlyHints({ link: '</styles.css>; rel=preload' });
      response.writeHead(200, { 'x-pages': '7' });
      response.end('[]');
    };
    const { status, text, header } = await send('/');
    expect({ status, text, pages: header('x-pages') }).toEqual({
      status: 200,
      text: '[]',
      pages: '7',
    });
    expect(header('link')).toBeNull();
  });
});

describe('with its only connection taken', () => {
  let isTaken: Promise<unknown>;
  let release: () => void;
  beforeEach(async () => {
    answer = (response) => {
      release = () => response.end('[]');
    };
    isTaken = send('/first');
    await expect.poll(() => asked).toEqual(['/first']);
  });

  test('a call whose caller leaves is not made any more', async () => {
    const leaving = new AbortController();
    const waiting = send('/second', leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    release();
    await isTaken;
    answer = (response) => response.end('[]');
    await send('/third');
    expect(asked).toEqual(['/first', '/third']);
  });

  test('a call that waits for too long is given up, and not made any more', async () => {
    await expect(send('/second', NEVER, 20)).rejects.toBeInstanceOf(EsiTimeoutError);
    release();
    await isTaken;
    answer = (response) => response.end('[]');
    await send('/third');
    expect(asked).toEqual(['/first', '/third']);
  });

  test('the end of the client ends all calls', async () => {
    const ended = expect(isTaken).rejects.toBeInstanceOf(EsiNetworkError);
    const waiting = expect(send('/second')).rejects.toBeInstanceOf(EsiNetworkError);
    await transport[Symbol.asyncDispose]();
    await Promise.all([ended, waiting]);
    await expect(send('/third')).rejects.toBeInstanceOf(EsiNetworkError);
  });
});

test('many that wait by one signal all leave when it aborts', async () => {
  answer = () => {};
  const leaving = new AbortController();
  const waiting = Array.from({ length: 50 }, (_, i) => send(`/${i}`, leaving.signal));
  const ended = Promise.allSettled(waiting);
  leaving.abort(new Error('gone'));
  for (const { status } of await ended) expect(status).toBe('rejected');
  await expect(send('/late', leaving.signal)).rejects.toThrow('gone');
});
