import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WormholeProtocolError } from './errors.ts';
import { createWebSocketChannel, type WebSocketLike } from './web-socket-channel.ts';
import { Wormhole } from './wormhole.ts';
import type { WormholeOptions } from './wormhole-options.ts';

/** A socket whose other end is the test. */
class FakeSocket implements WebSocketLike {
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: string[] = [];
  readonly closedWith: unknown[] = [];
  /** The other end does not close, and is not waited for. */
  isDeaf = false;
  isPaused = false;
  isTerminated = false;
  pause?: () => void;
  readonly #listeners = new Map<string, (event: never) => void>();

  send(text: string): void {
    this.sent.push(text);
  }

  close(code?: number): void {
    this.closedWith.push(code);
    this.readyState = this.isDeaf ? 2 : 3;
    if (this.isDeaf) return;
    this.tell('close', { code });
  }

  terminate(): void {
    this.isTerminated = true;
    this.readyState = 2;
  }

  /** As `ws` can. */
  allowPause(): void {
    this.pause = () => {
      this.isPaused = true;
    };
  }

  addEventListener(event: string, listener: (event: never) => void): void {
    this.#listeners.set(event, listener);
  }

  tell(event: string, details: object = {}): void {
    this.#listeners.get(event)?.(details as never);
  }
}

function open(
  options: Parameters<typeof createWebSocketChannel>[1] = {},
  readyState = 1,
  { canPause = false, ...limits }: { canPause?: boolean } & WormholeOptions = {},
) {
  const socket = new FakeSocket();
  socket.readyState = readyState;
  if (canPause) socket.allowPause();
  const wormhole = new Wormhole(createWebSocketChannel(socket, options), limits);
  const problems: unknown[] = [];
  wormhole.on('error', (error) => problems.push(error));
  return { socket, wormhole, problems };
}

describe('a wormhole over a WebSocket', () => {
  test('outlives binary messages and those that are no JSON', () => {
    const { socket, wormhole, problems } = open();
    socket.tell('message', { data: new Uint8Array([1]) });
    socket.tell('message', { data: '{' });
    expect(problems).toEqual([
      expect.any(WormholeProtocolError),
      expect.any(WormholeProtocolError),
    ]);
    expect(wormhole.connected).toBe(true);
  });

  test('closes on a message that is too long, with the code for that', async () => {
    const { socket, wormhole } = open({ maxTextLength: 10 });
    const pending = wormhole.command('any');
    socket.tell('message', { data: `"${'x'.repeat(10)}"` });
    await expect(pending).rejects.toThrow(/4413/);
    expect(socket.closedWith).toEqual([4413]);
  });

  test('carries out nothing that comes after it, though the other end does not close', async () => {
    const { socket, wormhole } = open({ maxTextLength: 40 });
    let served = 0;
    wormhole.define('count', () => {
      served += 1;
    });
    const pending = wormhole.command('any');
    socket.isDeaf = true;
    socket.tell('message', { data: `"${'x'.repeat(40)}"` });
    socket.tell('message', { data: '["~c",1,"count",[]]' });
    await expect(pending).rejects.toThrow(/4413/);
    expect(served).toBe(0);
    expect(wormhole.connected).toBe(false);
  });

  test.each([{ canPause: true }, { canPause: false }])(
    'of a peer that calls and does not read: held back where it can be, ended where not: $canPause',
    async ({ canPause }) => {
      const { socket, wormhole } = open({ maxBufferedBytes: 1 }, 1, {
        canPause,
        maxServed: 10,
        maxQueued: 10,
      });
      socket.bufferedAmount = 2;
      for (let id = 0; id < 100; id += 1) {
        socket.tell('message', { data: `["~c",${id},"unknown",[]]` });
        await Promise.resolve();
      }
      expect(socket.isPaused).toBe(canPause);
      expect(wormhole.connected).toBe(canPause);
      wormhole.disconnect();
      expect(socket.isTerminated).toBe(canPause);
    },
  );

  test('keeps what is sent before it is open', async () => {
    const { socket, wormhole } = open({}, 0);
    expect(wormhole.event('first', 1)).toBe(true);
    const drained = wormhole.drained();
    await Promise.resolve();
    expect(socket.sent).toEqual([]);

    socket.readyState = 1;
    socket.tell('open');
    await drained;
    expect(socket.sent).toEqual(['["~e","first",[1]]']);
  });

  test('waits for a reader that is slow', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { socket, wormhole } = open({ maxBufferedBytes: 100 });
    socket.bufferedAmount = 101;
    wormhole.event('first');
    await Promise.resolve();
    await new Promise(process.nextTick);
    expect(wormhole.event('second')).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(socket.sent).toHaveLength(1);

    const drained = wormhole.drained();
    socket.bufferedAmount = 0;
    await vi.advanceTimersByTimeAsync(10);
    await drained;
    expect(socket.sent).toHaveLength(2);
  });
});
