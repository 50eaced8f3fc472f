import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createMemoryBackend, createMemoryHub } from '#lib/messaging/registry/index.ts';
import {
  createJoinTokens,
  createMemorySessionStore,
} from '#lib/messaging/signal-fire/server/index.ts';
import { startNode } from '#lib/messaging/signal-fire/server/testing/start-node.ts';
import { type Connect, type ConnectOptions, createConnect, SignalRefusedError } from './index.ts';

const SECRET = 's'.repeat(32);

function create(options: ConnectOptions = {}): Connect & { readonly states: string[] } {
  const states: string[] = [];
  const connect = createConnect({ WebSocket, reconnectInterval: 5, ...options });
  connect.on('connectionstatechange', (state) => states.push(state));
  onTestFinished(() => connect.close());
  return Object.assign(connect, { states });
}

async function open(url: string, options: ConnectOptions = {}) {
  const connect = create(options);
  await connect.connect(url);
  return connect;
}

/** A call that is answered. */
async function introduce(caller: Connect, callee: Connect): Promise<string> {
  callee.on('session-start', ({ session }) => void callee.request('session-accept', { session }));
  const accepted = new Promise<string>((resolve) => {
    caller.on('session-accept', ({ session }) => resolve(session));
  });
  await caller.request('session-start', { target: callee.id });
  return accepted;
}

test('knows who it is and how to connect, and hears and says all that travels', async () => {
  const configuration = { iceServers: [{ urls: 'stun:stun.example' }] };
  await using node = await startNode({ configuration });
  const [caller, callee] = await Promise.all([open(node.url), open(node.url)]);
  expect(caller.id).not.toBe(callee.id);
  expect(caller.configuration).toEqual(configuration);
  expect(caller.connectionState).toBe('connected');
  const heard: unknown[] = [];
  callee.on('offer', ({ offer }) => heard.push(offer));
  callee.on('ice', ({ candidate }) => heard.push(candidate));
  caller.on('answer', ({ answer }) => heard.push(answer));
  const session = await introduce(caller, callee);
  await caller.sendOffer(session, { type: 'offer', sdp: '1' });
  await callee.sendAnswer(session, { type: 'answer', sdp: '2' });
  await caller.sendICECandidate(session, null);
  await expect
    .poll(() => heard)
    .toEqual([{ type: 'offer', sdp: '1' }, { type: 'answer', sdp: '2' }, null]);
});

test('a refusal has the server’s code and words', async () => {
  await using node = await startNode();
  const connect = await open(node.url);
  const refused = await connect.request('session-start', { target: 'nobody' }).catch((e) => e);
  expect(refused).toBeInstanceOf(SignalRefusedError);
  expect(refused).toMatchObject({
    code: 'ERR_SIGNAL_PEER_MISSING',
    message: 'There is no such client',
  });
  await expect(create().request('room-join', { room: 'desk' })).rejects.toMatchObject({
    code: 'ERR_SIGNAL_UNAVAILABLE',
  });
});

test('a request that nobody answers ends in its time, or by its signal', async () => {
  await using node = await startNode({ mayJoin: () => new Promise(() => {}) });
  const connect = await open(node.url, { requestTimeout: 30 });
  await expect(connect.request('room-join', { room: 'a' })).rejects.toMatchObject({
    code: 'ERR_LUCE_TIMEOUT',
  });
  const abort = new AbortController();
  const asked = connect.request('room-join', { room: 'b' }, { signal: abort.signal });
  abort.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
});

test('comes back as who it was, at another address, and is told of its sessions', async () => {
  const hub = createMemoryHub();
  const sessions = createMemorySessionStore();
  const start = () => startNode({ secret: SECRET, sessions, backend: createMemoryBackend(hub) });
  const first = await start();
  await using second = await start();
  const addresses: number[] = [];
  const connect = create({
    urlTransform(url, attempt) {
      addresses.push(attempt);
      return attempt === 1 ? url : second.url;
    },
  });
  await connect.connect(first.url);
  const callee = await open(second.url);
  const session = await introduce(connect, callee);
  const { id } = connect;
  const welcomes: unknown[] = [];
  connect.on('welcome', (welcome) => welcomes.push(welcome.sessions));
  await first[Symbol.asyncDispose]();
  await expect.poll(() => welcomes).toHaveLength(1);
  expect(welcomes[0]).toEqual([{ session, origin: callee.id, role: 'caller', state: 'accepted' }]);
  expect(connect.id).toBe(id);
  expect(connect.states).toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
  expect(addresses[0]).toBe(1);
  expect(addresses.length).toBeGreaterThan(1);
});

test('a new token is asked for each connection', async () => {
  const tokens = createJoinTokens({ keys: [{ id: '1', secret: SECRET }], audience: 'desk' });
  await using node = await startNode({ joinTokens: tokens });
  let asked = 0;
  const connect = await open(node.url, {
    async token() {
      asked += 1;
      return tokens.issue({ client: 'pilot-1' });
    },
  });
  expect(connect.id).toBe('pilot-1');
  for (const { raw } of node.app.connections) raw.destroy();
  await expect
    .poll(() => connect.states)
    .toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
  expect(asked).toBe(2);
});

test('whoever is not let in at all gives up, and says so to who waits', async () => {
  await using node = await startNode();
  const connect = create({
    token: () => Promise.reject(Object.assign(new Error('no'), { code: 4401 })),
  });
  await expect(connect.connect(node.url)).rejects.toThrow('4401');
  expect(connect.states).toEqual(['connecting', 'closed']);
});

test('one that is taken over elsewhere does not quarrel', async () => {
  const tokens = createJoinTokens({ keys: [{ id: '1', secret: SECRET }], audience: 'desk' });
  await using node = await startNode({ joinTokens: tokens });
  const token = async () => tokens.issue({ client: 'pilot-1' });
  const first = await open(node.url, { token });
  const second = await open(node.url, { token });
  await expect.poll(() => first.connectionState).toBe('closed');
  expect(second.connectionState).toBe('connected');
});

test.each([
  ['reconnectOnClose', 1012],
  ['reconnectOnError', 1006],
] as const)('%s: false ends it there', async (option, code) => {
  await using node = await startNode();
  const connect = await open(node.url, { [option]: false });
  const codes: unknown[] = [];
  connect.on('connectionstatechange', (_, given) => codes.push(given));
  for (const client of node.app.connections) {
    if (code === 1006) client.raw.destroy();
    else void client.close(code);
  }
  await expect.poll(() => connect.connectionState).toBe('closed');
  expect(codes).toEqual([code]);
});

test('gives up after so many failures in a row', async () => {
  const node = await startNode();
  const { url } = node;
  await node[Symbol.asyncDispose]();
  const attempts: number[] = [];
  const connect = create({
    reconnectAttempts: 3,
    urlTransform: (address, attempt) => {
      attempts.push(attempt);
      return address;
    },
  });
  await expect(connect.connect(url)).rejects.toThrow('Closed');
  expect(attempts).toEqual([1, 2, 3, 4]);
  expect(connect.connectionState).toBe('closed');
});
