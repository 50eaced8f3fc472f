import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLuceClient } from './create-client.ts';
import type { LuceClientOptions, WebSocketClass } from './options.ts';

/** Opens, fails and closes when the test says so. */
class FakeSocket {
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1);
    if (!last) throw new Error('No socket was made');
    return last;
  }

  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  isClosed = false;
  readonly sent: unknown[] = [];

  constructor() {
    FakeSocket.all.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.isClosed = true;
  }

  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  /** To what it was asked last. */
  answer(data: unknown) {
    const { id } = this.sent.at(-1) as { id: number };
    this.onmessage?.({ data: JSON.stringify({ id, ok: true, data }) });
  }

  fail(code = 1006, reason = '') {
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}

const page = new EventTarget();
const view = Object.assign(new EventTarget(), { hidden: false });
const navigator = { onLine: true };

beforeEach(() => {
  FakeSocket.all = [];
  navigator.onLine = true;
  vi.useFakeTimers();
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', view);
  vi.stubGlobal('navigator', navigator);
  vi.stubGlobal('location', { href: 'https://trade.example/q/1' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(options: Partial<LuceClientOptions> = {}) {
  const client = createLuceClient({
    url: '/realtime',
    WebSocket: FakeSocket as unknown as WebSocketClass,
    random: () => 0,
    ...options,
  });
  client.connect();
  return client;
}

/** Whether a socket is made after so long, and not before. */
function expectNextAfter(delayMs: number): void {
  const before = FakeSocket.all.length;
  vi.advanceTimersByTime(delayMs - 1);
  expect(FakeSocket.all.length).toBe(before);
  vi.advanceTimersByTime(1);
  expect(FakeSocket.all.length).toBe(before + 1);
}

test('each failure doubles the wait, up to the most', () => {
  const client = open({ firstDelayMs: 500, mostDelayMs: 4_000 });
  for (const delayMs of [250, 500, 1_000, 2_000, 2_000]) {
    FakeSocket.last.fail();
    expectNextAfter(delayMs);
  }
  client.close();
});

test('half of the wait is chance', () => {
  const client = open({ firstDelayMs: 1_000, random: () => 0.5 });
  FakeSocket.last.fail();
  expectNextAfter(750);
  client.close();
});

test('a connection that lasted makes the next failure a first one; one that did not, does not', () => {
  const client = open({ firstDelayMs: 500 });
  for (const delayMs of [250, 500, 1_000]) {
    FakeSocket.last.open();
    vi.advanceTimersByTime(1_000);
    FakeSocket.last.fail();
    expectNextAfter(delayMs);
  }
  FakeSocket.last.open();
  vi.advanceTimersByTime(5_000);
  FakeSocket.last.fail();
  expectNextAfter(250);
  client.close();
});

test.each([
  { reason: 'retry-after=1234', delayMs: 1_234 },
  { reason: 'retry-after=', delayMs: 250 },
  { reason: 'retry-after=-5', delayMs: 250 },
  { reason: 'retry-after=99999999999', delayMs: 250 },
])('a server that goes says when to come back: $reason', ({ reason, delayMs }) => {
  const client = open({ firstDelayMs: 500 });
  FakeSocket.last.open();
  FakeSocket.last.fail(1012, reason);
  expect(client.state).toBe('reconnecting');
  expectNextAfter(delayMs);
  client.close();
});

test('offline it waits, however long, and is back as soon as online', () => {
  const client = open();
  FakeSocket.last.open();
  const lost = FakeSocket.last;
  navigator.onLine = false;
  page.dispatchEvent(new Event('offline'));
  expect(client.state).toBe('reconnecting');
  expect(lost.isClosed).toBe(true);
  vi.advanceTimersByTime(3_600_000);
  expect(FakeSocket.all.length).toBe(1);
  navigator.onLine = true;
  page.dispatchEvent(new Event('online'));
  FakeSocket.last.open();
  expect(client.state).toBe('live');
  expect(FakeSocket.all.length).toBe(2);
  client.close();
});

test.each([
  { rest: [view, 'freeze'], wake: [view, 'resume'] },
  { rest: [page, 'pagehide'], wake: [page, 'pageshow'] },
] as const)(
  'a tab that is frozen lets go of its socket, and has one again when it wakes',
  ({ rest, wake }) => {
    const client = open();
    FakeSocket.last.open();
    rest[0].dispatchEvent(new Event(rest[1]));
    expect(FakeSocket.all[0]?.isClosed).toBe(true);
    vi.advanceTimersByTime(3_600_000);
    expect(FakeSocket.all.length).toBe(1);
    wake[0].dispatchEvent(new Event(wake[1]));
    expect(FakeSocket.all.length).toBe(2);
    client.close();
  },
);

test('seen again, it makes sure that its socket lives', async () => {
  const client = open({ timeoutMs: 1_000 });
  FakeSocket.last.open();
  view.dispatchEvent(new Event('visibilitychange'));
  expect(FakeSocket.last.sent).toEqual([{ cmd: 'luce.ping', id: 1 }]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(client.state).toBe('reconnecting');
  expect(FakeSocket.all[0]?.isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(500);
  expect(FakeSocket.all.length).toBe(2);
  client.close();
});

test('the last words of an old socket are not taken for the new one’s', () => {
  const client = open();
  const old = FakeSocket.last;
  old.open();
  page.dispatchEvent(new Event('pagehide'));
  page.dispatchEvent(new Event('pageshow'));
  FakeSocket.last.open();
  old.fail(4401);
  old.onopen?.();
  expect(client.state).toBe('live');
  client.close();
});

test('after close() nothing is left: no timers, no listeners', () => {
  const client = open();
  FakeSocket.last.open();
  client.subscribe('a', { onMessage: () => {} });
  client.close();
  page.dispatchEvent(new Event('online'));
  page.dispatchEvent(new Event('pageshow'));
  expect(FakeSocket.all.length).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
  client.connect();
  expect(FakeSocket.all.length).toBe(2);
  client.close();
});

test('a WebSocket that cannot be made is tried again', () => {
  let tries = 0;
  const onError = vi.fn();
  const client = open({
    onError,
    WebSocket: class {
      constructor() {
        tries += 1;
        throw new SyntaxError('bad');
      }
    } as unknown as WebSocketClass,
  });
  vi.advanceTimersByTime(250);
  expect(tries).toBe(2);
  expect(onError).toHaveBeenCalledTimes(2);
  client.close();
});

test.each([
  { code: 4500, againAfterMs: 2_000 },
  { code: 1013, againAfterMs: 2_000 },
  { code: 4429, againAfterMs: 30_000 },
  { code: 4403, againAfterMs: null },
  { code: 4400, againAfterMs: null },
])(
  'a room refused with $code is asked for again after $againAfterMs ms',
  async ({ code, againAfterMs }) => {
    const client = open({ heartbeatMs: 600_000 });
    const told: unknown[] = [];
    client.subscribe('a', {
      onMessage: () => {},
      onJoined: () => told.push('joined'),
      onRefused: (why) => told.push(why),
    });
    const socket = FakeSocket.last;
    socket.open();
    await vi.advanceTimersByTimeAsync(0);
    socket.answer([{ room: 'a', ok: false, code }]);
    await vi.advanceTimersByTimeAsync((againAfterMs ?? 300_000) - 1);
    expect(socket.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(socket.sent).toHaveLength(againAfterMs === null ? 1 : 2);
    if (againAfterMs !== null) socket.answer([{ room: 'a', ok: true, resumed: false }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(againAfterMs === null ? [code] : [code, 'joined']);
    client.close();
  },
);

test('address and protocols are asked for anew before each connection', async () => {
  const attempts: number[] = [];
  let asked = 0;
  const client = open({
    url: (attempt) => {
      attempts.push(attempt);
      return '/realtime';
    },
    async protocols() {
      asked += 1;
      return [`token.${asked}`];
    },
  });
  expect(FakeSocket.all).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(0);
  expect(FakeSocket.all).toHaveLength(1);
  FakeSocket.last.open();
  FakeSocket.last.fail();
  await vi.advanceTimersByTimeAsync(250);
  expect(FakeSocket.all).toHaveLength(2);
  expect(attempts).toEqual([1, 2]);
  expect(asked).toBe(2);
  client.close();
});

test('protocols that cannot be had are asked for again; those that never will be end it', async () => {
  const errors = [new Error('away'), Object.assign(new Error('signed out'), { code: 4401 })];
  const codes: unknown[] = [];
  const client = open({ protocols: () => Promise.reject(errors.shift()) });
  client.on('state', (state, code) => codes.push([state, code]));
  await vi.advanceTimersByTimeAsync(0);
  expect(client.state).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(250);
  expect(codes).toEqual([['closed', 4401]]);
  expect(FakeSocket.all).toHaveLength(0);
});

test('protocols that never come are waited for no longer than a connection', async () => {
  let asked = 0;
  const client = open({
    timeoutMs: 1_000,
    protocols: () => {
      asked += 1;
      return new Promise(() => {});
    },
  });
  await vi.advanceTimersByTimeAsync(1_250);
  expect(asked).toBe(2);
  client.close();
});

test('a client closed while its protocols are asked for makes no socket', async () => {
  const client = open({ protocols: async () => ['one'] });
  client.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.all).toHaveLength(0);
});
