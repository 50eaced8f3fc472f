import { expect, test } from 'vitest';
import { requests } from '../protocol/index.ts';
import { introduce, openClient } from './testing/open-client.ts';
import { startNode } from './testing/start-node.ts';

const BAD_DATA: readonly unknown[] = [
  undefined,
  null,
  [],
  'text',
  7,
  {},
  { session: '' },
  { session: null },
  { session: { $ne: 1 } },
  { session: 'A'.repeat(23) },
  { target: '' },
  { target: 'a b' },
  { target: 'x'.repeat(129) },
  { target: ['x'] },
  { room: '' },
  { room: 'a\nb' },
  { session: 'A'.repeat(22), reason: 'x'.repeat(201) },
  { session: 'A'.repeat(22), reason: 7 },
  { session: 'A'.repeat(22), offer: { type: 'answer', sdp: '' } },
  { session: 'A'.repeat(22), offer: { type: 'offer', sdp: 'x'.repeat(49_153) } },
  { session: 'A'.repeat(22), answer: 'v=0' },
  { session: 'A'.repeat(22), candidate: { candidate: 7 } },
  { session: 'A'.repeat(22), candidate: { candidate: '', sdpMLineIndex: -1 } },
  { session: 'A'.repeat(22), data: 'x'.repeat(16_385) },
];

test.each(Object.keys(requests))(
  '%s answers each malformed request once, and stays',
  async (cmd) => {
    await using node = await startNode({
      app: { limits: { rate: { perSecond: 1_000, burst: 1_000 } } },
    });
    await using client = await openClient(node.url);
    const answers = await Promise.all(BAD_DATA.map((data) => client.ask(cmd, data)));
    for (const { ok, data } of answers) {
      expect({ ok, code: data?.code }).toMatchObject({
        ok: false,
        code: expect.stringMatching(/^ERR_SIGNAL_(?:INPUT|NO_SESSION)$/),
      });
    }
    for (let id = 1; id <= BAD_DATA.length; id += 1) expect(client.answersTo(id)).toBe(1);
    expect(client.socket.readyState).toBe(1);
    expect(node.faults).toEqual([]);
  },
);

test.each([
  'nothing',
  '__proto__',
  'constructor',
  'toString',
  '*',
  '',
  'welcome',
  'session-timeout',
])('there is no command %j, and it is said so', async (cmd) => {
  await using node = await startNode();
  await using client = await openClient(node.url);
  expect(await client.ask(cmd, {})).toMatchObject({
    ok: false,
    data: { code: 'ERR_SIGNAL_UNKNOWN_COMMAND' },
  });
});

test.each([
  { cmd: 'ice' },
  { cmd: 'ice', id: null },
  { cmd: 'ice', id: {} },
  { cmd: 'ice', id: 'x'.repeat(65) },
  { cmd: 'nothing' },
])('a request without an id can be answered by nothing but the end: %j', async (frame) => {
  await using node = await startNode();
  await using client = await openClient(node.url);
  client.socket.send(JSON.stringify(frame));
  expect((await client.closed).code).toBe(4400);
});

test.each([
  ['no JSON', '{', 4400],
  ['a list', '[]', 4400],
  ['a poisoned prototype', '{"__proto__":{"cmd":"ice"},"id":1}', 4400],
  ['too deep', `{"cmd":"relay","id":1,"data":${'['.repeat(40)}${']'.repeat(40)}}`, 4400],
  ['too large', JSON.stringify({ cmd: 'relay', id: 1, data: 'x'.repeat(70_000) }), 1009],
  ['bytes', Buffer.from('{}'), 1003],
])('what is no message at all ends the socket: %s', async (_, frame, code) => {
  await using node = await startNode();
  await using client = await openClient(node.url);
  await using other = await openClient(node.url);
  client.socket.send(frame);
  expect((await client.closed).code).toBe(code);
  expect((await other.ask('room-join', { room: 'desk' })).ok).toBe(true);
});

test('a flood ends the one who sends it, and nobody else', async () => {
  await using node = await startNode();
  await using flooder = await openClient(node.url);
  await using caller = await openClient(node.url);
  await using callee = await openClient(node.url);
  const session = await introduce(caller, callee);
  for (let id = 1; id <= 2_000; id += 1) {
    flooder.socket.send(JSON.stringify({ cmd: 'room-leave', id, data: { room: 'desk' } }));
  }
  expect((await caller.ask('ice', { session, candidate: null })).ok).toBe(true);
  expect((await flooder.closed).code).toBe(4429);
});

test('more requests at once than allowed are refused, each of them', async () => {
  let open = () => {};
  const gate = new Promise<boolean>((resolve) => {
    open = () => resolve(true);
  });
  await using node = await startNode({ limits: { maxUnderWay: 4 }, mayJoin: () => gate });
  await using client = await openClient(node.url);
  const asked = [1, 2, 3, 4, 5, 6].map((at) => client.ask('room-join', { room: `r${at}` }));
  for (const each of asked.slice(4)) {
    expect(await each).toMatchObject({ data: { code: 'ERR_SIGNAL_BUSY' } });
  }
  open();
  for (const each of asked.slice(0, 4)) expect((await each).ok).toBe(true);
  expect((await client.ask('room-join', { room: 'r7' })).ok).toBe(true);
});

test('a fault of ours tells the client nothing of it', async () => {
  await using node = await startNode({
    mayJoin: () => {
      throw new Error('the password is hunter2');
    },
  });
  await using client = await openClient(node.url);
  const answer = await client.ask('room-join', { room: 'desk' });
  expect(answer).toEqual({
    id: 1,
    ok: false,
    data: { code: 'ERR_INTERNAL', message: 'Internal error' },
  });
  expect(node.faults).toHaveLength(1);
});
