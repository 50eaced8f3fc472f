import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startNode } from '#lib/messaging/signal-fire/server/testing/start-node.ts';
import { offerTo } from './example.ts';
import { createConnect } from './index.ts';

test('the example does what it says', async () => {
  await using node = await startNode();
  const callee = createConnect({ WebSocket });
  await callee.connect(node.url);
  const offered = new Promise((resolve) => callee.on('offer', ({ offer }) => resolve(offer)));
  callee.on('session-start', ({ session, note }) => {
    expect(note).toBe('AT-7K3M-9QX2');
    void callee.request('session-accept', { session });
  });
  const states: string[] = [];
  const caller = await offerTo(callee.id, 'v=0', {
    url: node.url,
    WebSocket,
    show: (state) => states.push(state),
  });
  expect(states).toEqual(['connecting', 'connected']);
  expect(await offered).toEqual({ type: 'offer', sdp: 'v=0' });
  caller.close();
  callee.close();
});

test('the README shows the example as it runs', async () => {
  const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
  expect(await read('README.md')).toContain((await read('example.ts')).trim());
});
