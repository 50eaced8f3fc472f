import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isConnected, watchConnection, watchRoom } from './connection.ts';

/** Answers whatever it is asked, until it is frozen. */
class FakeSocket {
  static all: FakeSocket[] = [];

  readyState = 0;
  isFrozen = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor() {
    FakeSocket.all.push(this);
    setTimeout(() => {
      this.readyState = 1;
      this.onopen?.();
    });
  }

  send(text: string) {
    const { id, cmd, data } = JSON.parse(text);
    if (this.isFrozen || id === undefined) return;
    const answer =
      cmd === 'luce.join'
        ? data.map(({ room }: { room: string }) => ({ room, ok: true, resumed: false }))
        : null;
    setTimeout(() => this.onmessage?.({ data: JSON.stringify({ id, ok: true, data: answer }) }));
  }

  close() {
    this.readyState = 3;
  }
}

/** Of real time: the machine may stand still meanwhile. */
const PATIENCE_MS = 20_000;

let joined: number;
let leave: () => void;

beforeEach(async () => {
  FakeSocket.all = [];
  joined = 0;
  // Loaded before the clock is ours.
  await import('#lib/messaging/luce/browser.ts');
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('location', { href: 'https://trade.example/q/AT-7K3M9QX2' });
  leave = watchRoom('quote/AT-7K3M9QX2', {
    onMessage: () => {},
    onJoined: () => {
      joined += 1;
    },
  });
  await vi.waitFor(() => expect(joined).toBe(1), PATIENCE_MS);
});
afterEach(async () => {
  leave();
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a page knows within 20 s that nobody speaks to it any more, and comes back', async () => {
  await vi.advanceTimersByTimeAsync(600_000);
  expect(isConnected()).toBe(true);
  expect(FakeSocket.all).toHaveLength(1);
  for (const socket of FakeSocket.all) socket.isFrozen = true;
  const heard: boolean[] = [];
  const stop = watchConnection(() => heard.push(isConnected()));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(heard[0]).toBe(false);
  await vi.waitFor(() => expect(joined).toBe(2), PATIENCE_MS);
  expect(isConnected()).toBe(true);
  stop();
});

test.each([4400, 4401, 4403, 1012, 1006])(
  'a page that was closed with %i comes back',
  async (code) => {
    FakeSocket.all[0]?.onclose?.({ code, reason: '' });
    expect(isConnected()).toBe(false);
    await vi.waitFor(() => expect(joined).toBe(2), PATIENCE_MS);
    expect(isConnected()).toBe(true);
  },
);
