import { expect, test } from 'vitest';
import { introduce, openClient } from './testing/open-client.ts';
import { startNode } from './testing/start-node.ts';

const SECRET = 's'.repeat(32);

test('what is for somebody between two connections waits, and comes in order, each confirmed once', async () => {
  await using node = await startNode({ secret: SECRET });
  await using caller = await openClient(node.url);
  const callee = await openClient(node.url);
  const session = await introduce(caller, callee);
  await callee[Symbol.asyncDispose]();
  expect((await caller.next('session-away')).data).toEqual({ session, origin: callee.id });

  const asked = [1, 2, 3, 4, 5].map((data) => caller.ask('relay', { session, data }));
  await using back = await openClient(node.url, [callee.resume]);
  for (const each of asked) expect((await each).ok).toBe(true);
  expect((await caller.ask('relay', { session, data: 6 })).ok).toBe(true);
  await expect
    .poll(() => back.told.filter(({ cmd }) => cmd === 'relay').map(({ data }) => data.data))
    .toEqual([1, 2, 3, 4, 5, 6]);
  // Nothing before the welcome: only then does a client know who it is.
  expect(back.told[0]?.cmd).toBe('welcome');
  expect((await caller.next('session-back')).data).toEqual({ session, origin: callee.id });
  for (let id = 1; id <= 7; id += 1) expect(caller.answersTo(id)).toBe(1);
  expect(node.faults).toEqual([]);
});

test('who stays away is said to be, of every frame that waited', async () => {
  await using node = await startNode({ holdMs: 120, limits: { maxHeld: 3 } });
  await using caller = await openClient(node.url);
  const callee = await openClient(node.url);
  const session = await introduce(caller, callee);
  await callee[Symbol.asyncDispose]();
  const answers = await Promise.all(
    [1, 2, 3, 4].map((data) => caller.ask('relay', { session, data })),
  );
  const codes = answers.map(({ data }) => data?.code);
  expect(codes.slice(0, 3).every((code) => /PEER_(?:AWAY|MISSING)/.test(String(code)))).toBe(true);
  expect(codes[3]).toBe('ERR_SIGNAL_BUSY');
});

test('a request for somebody who is away holds up no other', async () => {
  await using node = await startNode();
  await using caller = await openClient(node.url);
  await using third = await openClient(node.url);
  const callee = await openClient(node.url);
  const slow = await introduce(caller, callee);
  const quick = await introduce(caller, third);
  await callee[Symbol.asyncDispose]();
  let isDone = false;
  const waits = caller.ask('relay', { session: slow, data: 1 }).then(() => {
    isDone = true;
  });
  expect((await caller.ask('relay', { session: quick, data: 1 })).ok).toBe(true);
  expect(isDone).toBe(false);
  await caller[Symbol.asyncDispose]();
  void waits;
});

test('a session whose other end is gone for good ends, and is said to', async () => {
  await using node = await startNode({ keepMs: 20, awayMs: 60 });
  await using caller = await openClient(node.url);
  const callee = await openClient(node.url);
  const session = await introduce(caller, callee);
  await callee[Symbol.asyncDispose]();
  expect((await caller.next('session-end')).data).toEqual({
    session,
    origin: callee.id,
    reason: 'gone',
  });
  expect(node.faults).toEqual([]);
});
