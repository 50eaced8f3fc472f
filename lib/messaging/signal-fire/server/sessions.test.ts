import { expect, test } from 'vitest';
import { introduce, openClient, type TestClient } from './testing/open-client.ts';
import { startNode } from './testing/start-node.ts';

const OFFER = { type: 'offer', sdp: 'v=0' };

test('two who know nothing of each other but an id come to an offer, an answer and candidates', async () => {
  await using node = await startNode({
    configuration: { iceServers: [{ urls: 'stun:stun.example' }] },
  });
  await using aiko = await openClient(node.url);
  await using bela = await openClient(node.url);
  expect(aiko.welcome).toMatchObject({
    configuration: { iceServers: [{ urls: 'stun:stun.example' }] },
    sessions: [],
  });

  const started = await aiko.ask('session-start', { target: bela.id, note: { quote: 'AT-1' } });
  expect(started).toMatchObject({ ok: true, data: { ringsMs: 30_000 } });
  const session = started.data?.session;
  expect((await bela.next('session-start')).data).toEqual({
    session,
    origin: aiko.id,
    ringsMs: 30_000,
    note: { quote: 'AT-1' },
  });
  expect(await aiko.ask('offer', { session, offer: OFFER })).toMatchObject({
    ok: false,
    data: { code: 'ERR_SIGNAL_STATE' },
  });
  expect((await bela.ask('session-accept', { session })).ok).toBe(true);
  expect((await aiko.next('session-accept')).data).toEqual({ session, origin: bela.id });

  expect((await aiko.ask('offer', { session, offer: OFFER })).ok).toBe(true);
  expect((await bela.next('offer')).data).toEqual({ session, origin: aiko.id, offer: OFFER });
  const answer = { type: 'answer', sdp: 'v=0' };
  expect((await bela.ask('answer', { session, answer })).ok).toBe(true);
  expect((await aiko.next('answer')).data).toEqual({ session, origin: bela.id, answer });
  const candidate = { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0' };
  expect((await aiko.ask('ice', { session, candidate })).ok).toBe(true);
  expect((await bela.next('ice')).data).toEqual({ session, origin: aiko.id, candidate });
  expect((await aiko.ask('ice', { session, candidate: null })).ok).toBe(true);
  expect((await bela.next('ice')).data.candidate).toBeNull();
  expect((await aiko.ask('relay', { session, data: 'hello' })).ok).toBe(true);
  expect((await bela.next('relay')).data).toEqual({ session, origin: aiko.id, data: 'hello' });

  expect((await bela.ask('session-end', { session, reason: 'done' })).ok).toBe(true);
  expect((await aiko.next('session-end')).data).toEqual({
    session,
    origin: bela.id,
    reason: 'done',
  });
  expect(await aiko.ask('offer', { session, offer: OFFER })).toMatchObject({
    ok: false,
    data: { code: 'ERR_SIGNAL_NO_SESSION' },
  });
  expect(node.faults).toEqual([]);
});

test.each([
  ['session-reject', 'callee'],
  ['session-cancel', 'caller'],
] as const)('%s carries its reason, and the session is over', async (cmd, by) => {
  await using node = await startNode();
  await using caller = await openClient(node.url);
  await using callee = await openClient(node.url);
  const { data } = await caller.ask('session-start', { target: callee.id });
  const session = data?.session;
  await callee.next('session-start');
  const [own, other] = by === 'caller' ? [caller, callee] : [callee, caller];
  expect(await other.ask(cmd, { session, reason: 'mine' })).toMatchObject({
    data: { code: 'ERR_SIGNAL_STATE' },
  });
  expect((await own.ask(cmd, { session, reason: 'at lunch' })).ok).toBe(true);
  expect((await other.next(cmd)).data).toEqual({ session, origin: own.id, reason: 'at lunch' });
  expect(await callee.ask('session-accept', { session })).toMatchObject({ ok: false });
});

test('a call that nobody answers ends for both', async () => {
  await using node = await startNode({ ringsMs: 50 });
  await using caller = await openClient(node.url);
  await using callee = await openClient(node.url);
  const { data } = await caller.ask('session-start', { target: callee.id });
  const session = data?.session;
  expect((await caller.next('session-timeout')).data).toEqual({ session, origin: callee.id });
  expect((await callee.next('session-timeout')).data).toEqual({ session, origin: caller.id });
  expect(await callee.ask('session-accept', { session })).toMatchObject({
    ok: false,
    data: { code: 'ERR_SIGNAL_NO_SESSION' },
  });
  expect(node.faults).toEqual([]);
});

test('nobody gets into a session of others, nor learns that there is one', async () => {
  await using node = await startNode();
  await using caller = await openClient(node.url);
  await using callee = await openClient(node.url);
  await using thief = await openClient(node.url);
  const session = await introduce(caller, callee);
  const attempts: [string, object][] = [
    ['offer', { offer: OFFER }],
    ['answer', { answer: { type: 'answer', sdp: '' } }],
    ['ice', { candidate: null }],
    ['relay', { data: 1 }],
    ['session-accept', {}],
    ['session-reject', {}],
    ['session-cancel', {}],
    ['session-end', {}],
  ];
  for (const [cmd, data] of attempts) {
    const unknown = await thief.ask(cmd, { ...data, session: 'A'.repeat(22) });
    const known = await thief.ask(cmd, { ...data, session });
    expect(known.data).toMatchObject({ code: 'ERR_SIGNAL_NO_SESSION' });
    expect(known.data).toEqual(unknown.data);
  }
  expect((await caller.ask('offer', { session, offer: OFFER })).ok).toBe(true);
  expect(thief.told.map(({ cmd }) => cmd)).toEqual(['welcome']);
});

test('who is not there, oneself, and too many are refused by name', async () => {
  await using node = await startNode({ limits: { maxRinging: 2, maxSessions: 3 } });
  await using caller = await openClient(node.url);
  const others: TestClient[] = [];
  for (let at = 0; at < 3; at += 1) others.push(await openClient(node.url));
  const codeOf = async (target: string | undefined) =>
    (await caller.ask('session-start', { target })).data?.code;
  expect(await codeOf('nobody')).toBe('ERR_SIGNAL_PEER_MISSING');
  expect(await codeOf(caller.id)).toBe('ERR_SIGNAL_SELF');
  expect(await codeOf(others[0]?.id)).toBeUndefined();
  expect(await codeOf(others[1]?.id)).toBeUndefined();
  expect(await codeOf(others[2]?.id)).toBe('ERR_SIGNAL_BUSY');
  for (const other of others) await other[Symbol.asyncDispose]();
});

test('whoever may not ring does not', async () => {
  const asked: unknown[] = [];
  await using node = await startNode({
    mayCall: (call) => {
      asked.push(call);
      return false;
    },
  });
  await using caller = await openClient(node.url);
  await using callee = await openClient(node.url);
  expect(await caller.ask('session-start', { target: callee.id, note: 'hi' })).toMatchObject({
    data: { code: 'ERR_SIGNAL_FORBIDDEN' },
  });
  expect(asked).toEqual([{ caller: { client: caller.id }, target: callee.id, note: 'hi' }]);
  expect(callee.told).toHaveLength(1);
});

test('two who accept and cancel at the same moment agree on what became of it', async () => {
  await using node = await startNode();
  await using caller = await openClient(node.url);
  await using callee = await openClient(node.url);
  for (let round = 0; round < 20; round += 1) {
    const { data } = await caller.ask('session-start', { target: callee.id });
    const session = data?.session;
    await callee.next('session-start');
    const [accepted, canceled] = await Promise.all([
      callee.ask('session-accept', { session }),
      caller.ask('session-cancel', { session }),
    ]);
    expect(Number(accepted.ok) + Number(canceled.ok)).toBe(1);
    const after = await caller.ask('offer', { session, offer: OFFER });
    expect(after.ok).toBe(accepted.ok);
    if (accepted.ok) await caller.ask('session-end', { session });
  }
});
