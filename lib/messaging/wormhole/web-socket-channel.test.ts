import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WormholeProtocolError } from './errors.ts';
import { createWebSocketChannel, type WebSocketLike } from './web-socket-channel.ts';
import { Wormhole } from './wormhole.ts';

/** A socket whose other end is the test. */
class FakeSocket implements WebSocketLike {
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: string[] = [];
  readonly closedWith: unknown[] = [];
  readonly #listeners = new Map<string, (event: never) => void>();

  send(text: string): void {
    this.sent.push(text);
  }

  close(code?: number): void {
    this.closedWith.push(code);
    this.readyState = 3;
    this.tell('close', { code });
  }

  addEventListener(event: string, listener: (event: never) => void): void {
    this.#listeners.set(event, listener);
  }

  tell(event: string, details: object = {}): void {
    this.#listeners.get(event)?.(details as never);
  }
}

function open(options: Parameters<typeof createWebSocketChannel>[1] = {}, readyState = 1) {
  const socket = new FakeSocket();
  socket.readyState = readyState;
  const wormhole = new Wormhole(createWebSocketChannel(socket, options));
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
