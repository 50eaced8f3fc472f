import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { admit, app, close, server } from './example.ts';

test('the example does what it says', async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A TCP server's address is never a string.
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const offered = ['Signal-Fire.4', `token.${admit('aiko')}`];
  const socket = new WebSocket(url, offered, { origin: 'https://trade.example' });
  const [text] = await once(socket, 'message');
  const { cmd, data } = JSON.parse(String(text));
  expect(cmd).toBe('welcome');
  expect(data.id).toBe('pilot-aiko');
  expect(data.configuration.iceServers[1]).toMatchObject({
    urls: ['turn:turn.example:3478'],
    username: expect.stringMatching(/^\d{10}:pilot-aiko$/),
  });
  socket.send('{"id":1,"cmd":"session-start","data":{"target":"pilot-bela"}}');
  const [answer] = await once(socket, 'message');
  expect(JSON.parse(String(answer))).toMatchObject({
    ok: false,
    data: { code: 'ERR_SIGNAL_FORBIDDEN' },
  });
  expect(app.connections.size).toBe(1);
  socket.terminate();
  await close();
  server.close();
});

test('the README shows the example as it runs', async () => {
  const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
  expect(await read('README.md')).toContain((await read('example.ts')).trim());
});
