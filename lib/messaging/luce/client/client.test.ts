import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { WebSocketError } from '../errors.ts';
import type { ServeRoomsOptions } from '../rooms/serve-rooms.ts';
import type { ApplicationOptions } from '../settings.ts';
import { startGateway } from '../testing/start-gateway.ts';
import { startTcpProxy } from '../testing/start-tcp-proxy.ts';
import { createLuceClient, type LuceClient } from './create-client.ts';
import type { LuceClientOptions, WebSocketClass } from './options.ts';
import type { RoomListener } from './rooms.ts';

type State = Record<string, unknown>;

async function start(options: ApplicationOptions<State> = {}, port = 0) {
  const gateway = await startGateway<State>({ allowMissingOrigin: true, ...options }, port);
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  return gateway;
}

function open(url: string, options: Partial<LuceClientOptions> = {}): LuceClient {
  const client = createLuceClient({
    url,
    WebSocket,
    firstDelayMs: 10,
    mostDelayMs: 40,
    ...options,
  });
  onTestFinished(() => client.close());
  client.connect();
  return client;
}

const live = (client: LuceClient) => expect.poll(() => client.state).toBe('live');

/** All that a room told, in words. */
function listen(client: LuceClient, room: string, last?: string): string[] {
  const log: string[] = [];
  client.subscribe(room, toListener(log), { last });
  return log;
}

function toListener(log: string[]): RoomListener {
  return {
    onMessage: (data) => log.push(String(data)),
    onJoined: ({ resumed }) => log.push(resumed ? 'resumed' : 'joined'),
    onRefused: (code) => log.push(`refused ${code}`),
  };
}

test('it connects, asks, is asked, and closes', async () => {
  const gateway = await start();
  const asked: unknown[] = [];
  gateway.app.useMessage(async (message, ctx) => {
    if (message.cmd === 'double') {
      await ctx.send({ id: message.id, ok: true, data: Number(message.data) * 2 });
      asked.push(await ctx.request('your-name'));
      asked.push(await ctx.request('fails').catch((error) => error.answerCode));
      asked.push(await ctx.request('unknown').catch((error) => error.answerCode));
      await ctx.send({ text: 'plain' });
    }
  });
  const states: unknown[] = [];
  const messages: unknown[] = [];
  const onError = vi.fn();
  const client = open(gateway.url, { onError });
  client.on('state', (state, code) => states.push([state, code]));
  client.on('message', (message) => messages.push(message));
  client.handle('your-name', async () => 'Aiko');
  client.handle('fails', () => {
    throw new Error('secret');
  });

  expect(client.state).toBe('reconnecting');
  expect(await client.request('double', 21)).toBe(42);
  await expect.poll(() => asked).toEqual(['Aiko', 'ERR_INTERNAL', 'ERR_LUCE_UNKNOWN']);
  await expect.poll(() => messages).toEqual([{ text: 'plain' }]);
  expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'secret' }));
  client.close(4000, 'enough');
  expect(client.send({})).toBe(false);
  expect(states).toEqual([
    ['live', undefined],
    ['closed', undefined],
  ]);
  await expect(client.request('double', 1)).rejects.toMatchObject({ code: 'ERR_LUCE_CLOSED' });
  await expect.poll(() => gateway.app.counters.connections).toBe(0);
});

test('without a WebSocket, as where pages are drawn on a server, nothing happens', async () => {
  vi.stubGlobal('WebSocket', undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  const client = createLuceClient({ url: '/realtime' });
  client.subscribe('a', { onMessage: () => {} });
  client.connect();
  expect(client.state).toBe('closed');
  client.close();
});

test('a gateway that goes and comes back: the client is back, in its rooms, and missed nothing', async () => {
  const kept = [
    { id: '5-0', data: 'five' },
    { id: '6-0', data: 'six' },
    { id: '7-0', data: 'seven' },
  ];
  const rooms: ServeRoomsOptions<State> = {
    mayJoin: () => true,
    replay: async (_, last) => kept.filter(({ id }) => id > last),
  };
  const first = await start();
  first.app.useRooms(rooms);
  const client = open(first.url);
  const states: unknown[] = [];
  client.on('state', (state, code) => states.push([state, code]));
  const log = listen(client, 'a', '4-0');
  await expect.poll(() => log).toEqual(['five', 'six', 'seven', 'resumed']);

  await first[Symbol.asyncDispose]();
  kept.push({ id: '8-0', data: 'eight' });
  const second = await start({}, first.port);
  second.app.useRooms(rooms);
  await expect.poll(() => log.slice(4)).toEqual(['eight', 'resumed']);
  await second.app.broadcast('a', 'nine', { id: '9-0' });
  await second.app.broadcast('a', 'nine', { id: '9-0' });
  await second.app.broadcast('a', 'ten', { id: '9-1' });
  await expect.poll(() => log.slice(6)).toEqual(['nine', 'ten']);
  expect(states).toEqual([
    ['live', undefined],
    ['reconnecting', 1012],
    ['live', undefined],
  ]);
});

test('what cannot be resumed is told, and a position given is kept', async () => {
  const gateway = await start();
  const asked: unknown[] = [];
  gateway.app.useRooms({
    mayJoin: () => true,
    position: async () => '40-0',
    replay: async (_, last) => {
      asked.push(last);
      return null;
    },
  });
  const client = open(gateway.url);
  const log = listen(client, 'a', '90-0');
  await expect.poll(() => log).toEqual(['joined']);
  // The server's stream began anew: ids below those of before are news.
  await gateway.app.broadcast('a', 'lower', { id: '41-0' });
  await expect.poll(() => log).toEqual(['joined', 'lower']);
  for (const context of gateway.app.connections) context.socket?.terminate();
  await expect.poll(() => log).toEqual(['joined', 'lower', 'joined']);
  expect(asked).toEqual(['90-0', '41-0']);
});

test('rooms asked for together are one request, and one room is asked for once', async () => {
  const gateway = await start();
  const requests: unknown[] = [];
  gateway.app.useMessage((message, _, next) => {
    requests.push([message.cmd, message.data]);
    return next();
  });
  gateway.app.useRooms({ mayJoin: (room) => room !== 'secret' });
  const client = open(gateway.url);
  const a = listen(client, 'a');
  const again = listen(client, 'a');
  const secret = listen(client, 'secret');
  const stop = client.subscribe('b', { onMessage: () => {} });
  await expect.poll(() => [a, again, secret]).toEqual([['joined'], ['joined'], ['refused 4403']]);
  expect(requests).toEqual([['luce.join', [{ room: 'a' }, { room: 'secret' }, { room: 'b' }]]]);

  const late: string[] = [];
  client.subscribe('a', toListener(late));
  await expect.poll(() => late).toEqual(['joined']);
  stop();
  stop();
  await expect.poll(() => requests.length).toBe(2);
  expect(requests[1]).toEqual(['luce.leave', { room: 'b' }]);
  await gateway.app.broadcast('a', 'hello');
  await expect.poll(() => late).toEqual(['joined', 'hello']);
});

test('a listener that throws keeps nothing from the others', async () => {
  const gateway = await start();
  gateway.app.useRooms({ mayJoin: () => true });
  const onError = vi.fn();
  const client = open(gateway.url, { onError });
  client.on('state', () => {
    throw new Error('state');
  });
  client.subscribe('a', {
    onMessage: () => {
      throw new Error('room');
    },
  });
  const log = listen(client, 'a');
  await expect.poll(() => log).toEqual(['joined']);
  await gateway.app.broadcast('a', 'hello');
  await expect.poll(() => log).toEqual(['joined', 'hello']);
  client.subscribe('a', {
    onMessage: () => {},
    onJoined: () => {
      throw new Error('late');
    },
  });
  const neverTold = vi.fn();
  client.subscribe('a', { onMessage: () => {}, onJoined: neverTold })();
  await expect
    .poll(() => onError.mock.calls.map(([error]) => error.message))
    .toEqual(['state', 'room', 'late']);
  expect(neverTold).not.toHaveBeenCalled();
});

test('a room that is left and wanted again at once has refused nobody', async () => {
  const gateway = await start();
  gateway.app.useRooms({ mayJoin: () => true });
  const client = open(gateway.url);
  const log: string[] = [];
  const first: string[] = [];
  const leave = client.subscribe('a', toListener(first));
  // By the client: an answer that is still on its way would be the next one's.
  await expect.poll(() => first).toEqual(['joined']);
  for (let turn = 0; turn < 5; turn += 1) {
    leave();
    const leaveAgain = client.subscribe('a', toListener([]));
    if (turn < 4) leaveAgain();
  }
  client.subscribe('a', toListener(log));
  await expect.poll(() => log).toEqual(['joined']);
  await gateway.app.broadcast('a', 'news');
  await expect.poll(() => log).toEqual(['joined', 'news']);
});

test('let go from a room by the server, the page hears of it', async () => {
  const gateway = await start();
  gateway.app.useRooms({ mayJoin: () => true });
  const client = open(gateway.url);
  const log = listen(client, 'a');
  await expect.poll(() => log).toEqual(['joined']);
  for (const context of gateway.app.connections) context.leave('a');
  await expect.poll(() => log).toEqual(['joined', 'refused 4403']);
});

test.each([
  { code: 4401, state: 'closed' },
  { code: 4403, state: 'closed' },
  { code: 4429, state: 'live' },
  { code: 4500, state: 'live' },
  { code: 1013, state: 'live' },
])('closed with $code it is $state in the end', async ({ code, state }) => {
  const gateway = await start();
  let visits = 0;
  gateway.app.useUpgrade('post', (_, next) => {
    visits += 1;
    if (visits === 1) throw new WebSocketError(code);
    return next();
  });
  const client = open(gateway.url);
  const states: unknown[] = [];
  client.on('state', (now, why) => states.push([now, why]));
  await expect.poll(() => states.length).toBe(state === 'closed' ? 2 : 3);
  expect(states[1]).toEqual([state === 'closed' ? 'closed' : 'reconnecting', code]);
  expect(client.state).toBe(state);
});

test('requests under way when the connection is lost are rejected, and not sent again', async () => {
  const gateway = await start();
  const seen = vi.fn();
  gateway.app.useMessage((message) => {
    seen(message.cmd);
    return new Promise(() => {});
  });
  const client = open(gateway.url);
  await live(client);
  const asked = client.request('pay');
  await expect.poll(() => seen.mock.calls.length).toBe(1);
  for (const context of gateway.app.connections) context.socket?.terminate();
  await expect(asked).rejects.toMatchObject({ code: 'ERR_LUCE_CLOSED', wasSent: true });
  await live(client);
  await expect(client.request('other', 1, { timeoutMs: 20 })).rejects.toMatchObject({
    code: 'ERR_LUCE_TIMEOUT',
  });
  expect(seen.mock.calls).toEqual([['pay'], ['other']]);
});

test('a request waits for the connection: for its time, its signal, and a close', async () => {
  const client = open('ws://127.0.0.1:9', { firstDelayMs: 1_000, mostDelayMs: 1_000 });
  await expect(client.request('a', 1, { timeoutMs: 10 })).rejects.toMatchObject({
    code: 'ERR_LUCE_TIMEOUT',
  });
  const controller = new AbortController();
  const aborted = client.request('a', 1, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(aborted).rejects.toThrow('enough');
  await expect(client.request('a', 1, { signal: controller.signal })).rejects.toThrow('enough');
  const closed = client.request('a');
  client.close();
  await expect(closed).rejects.toMatchObject({ code: 'ERR_LUCE_CLOSED', wasSent: false });
});

test('a dead network is found by the heartbeat, and another connection made', async () => {
  const gateway = await start();
  await using proxy = await startTcpProxy(gateway.port);
  const client = open(`ws://127.0.0.1:${proxy.port}`, { heartbeatMs: 30, timeoutMs: 60 });
  const states: unknown[] = [];
  client.on('state', (state) => states.push(state));
  await live(client);
  proxy.freeze();
  await expect.poll(() => states.slice(0, 3)).toEqual(['live', 'reconnecting', 'live']);
});

test('a silent network that lives is kept', async () => {
  const gateway = await start();
  const client = open(gateway.url, { heartbeatMs: 10, timeoutMs: 5_000 });
  const states: unknown[] = [];
  client.on('state', (state) => states.push(state));
  await expect.poll(() => gateway.app.counters.sent).toBeGreaterThan(5);
  expect(states).toEqual(['live']);
});

test('a server that accepts and says nothing is given up', async () => {
  let visits = 0;
  const server = createServer(() => {
    visits += 1;
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  // A TCP server's address is never a string.
  const { port } = server.address() as AddressInfo;
  const client = open(`ws://127.0.0.1:${port}`, { timeoutMs: 20 });
  await expect.poll(() => visits).toBeGreaterThan(2);
  expect(client.state).toBe('reconnecting');
  client.close();
});

test('frames of another protocol mean nothing, and harm nothing', async () => {
  const gateway = await start();
  gateway.app.useUpgrade('post', (ctx, next) => {
    for (const bad of ['', '{', 'null', '1', '[]', '[1]']) ctx.socket?.send(bad);
    for (const bad of ['luce.left', 'luce.gap']) void ctx.send({ cmd: bad, data: 5 });
    void ctx.send({ id: 7, ok: true });
    void ctx.send({ id: '__proto__', ok: false, data: null });
    void ctx.send({ room: 'unknown', data: 1 });
    void ctx.send({ room: {}, data: 1 });
    ctx.socket?.send(Buffer.from([1, 2, 3]));
    return next();
  });
  gateway.app.useMessage((message, ctx) => ctx.send({ id: message.id, ok: true, data: 'fine' }));
  const client = open(gateway.url);
  expect(await client.request('a')).toBe('fine');
});

test('it needs nothing of a WebSocket but what the standard has', async () => {
  const created: string[] = [];
  class Minimal {
    readyState = 0;
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    onerror: (() => void) | null = null;
    constructor(url: string, protocols: string[]) {
      created.push(`${url} ${protocols}`);
      queueMicrotask(() => {
        this.readyState = 1;
        this.onopen?.();
      });
    }
    send(text: string) {
      const { id, data } = JSON.parse(text);
      queueMicrotask(() => this.onmessage?.({ data: JSON.stringify({ id, ok: true, data }) }));
    }
    close() {}
  }
  const client = open('http://trade.example/realtime?x=1', {
    WebSocket: Minimal as unknown as WebSocketClass,
    protocols: ['p'],
  });
  expect(await client.request('echo', [1])).toEqual([1]);
  expect(created).toEqual(['ws://trade.example/realtime?x=1 p']);
});
