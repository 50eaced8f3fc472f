import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { app, server, watchInbox } from './example.ts';
import { openSocket } from './testing/open-socket.ts';

test('the example does what it says', async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server's address is never a string.
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => void server.close());
  const origin = 'https://trade.example';
  class Browser extends WebSocket {
    constructor(address: string) {
      super(address, { origin, headers: { Cookie: 'session=Aiko' } });
    }
  }
  await expect(openSocket({ url, origin })).rejects.toThrow('401');

  const lines: string[] = [];
  const client = watchInbox({ url, WebSocket: Browser, firstDelayMs: 10 }, (line) =>
    lines.push(line),
  );
  onTestFinished(() => client.close());
  expect(await client.request('accept', { code: 'AT-7K3M-9QX2' })).toBe(
    'AT-7K3M-9QX2 accepted by Aiko',
  );
  await expect.poll(() => lines).toEqual(['reconnecting', 'live', 'read anew']);
  for (const context of app.connections) context.socket?.terminate();
  await expect
    .poll(() => lines.slice(3))
    .toEqual(['reconnecting', 'live', 'missed in inbox:Aiko', 'nothing missed']);
  await app.broadcast('inbox:Aiko', 'live again', { id: '3-0' });
  await expect.poll(() => lines.at(-1)).toBe('live again');
  client.close();
  await app.close();
});

test('the README shows the example as it runs', async () => {
  const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
  expect(await read('README.md')).toContain((await read('example.ts')).trim());
});
