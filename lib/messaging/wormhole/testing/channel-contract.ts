import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  WormholeAbortedError,
  WormholeClosedError,
  WormholeRemoteError,
  WormholeTimeoutError,
  WormholeValueError,
} from '../errors.ts';
import type { Wormhole } from '../wormhole.ts';

/** A wormhole whose other end is served by `serveFarEnd`, which also has `die`. */
export type OpenChannel = () => Promise<{ readonly near: Wormhole; stop(): Promise<void> }>;

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

/** Everything that structured clone knows must come back as it went, falsy values above all. */
const VALUES: readonly (readonly [name: string, value: unknown])[] = [
  ['zero', 0],
  ['false', false],
  ['an empty text', ''],
  ['null', null],
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['minus zero', -0],
  ['infinity', Number.NEGATIVE_INFINITY],
  ['a bigint', 2n ** 70n],
  ['a date', new Date(1_234_567_890_123)],
  ['no date', new Date(Number.NaN)],
  ['a map', new Map<unknown, unknown>([[{ a: 1 }, new Set([1, undefined])]])],
  ['a set', new Set([null, 0n])],
  ['a regular expression', /a(b)?/giu],
  ['bytes', new Uint8Array([0, 127, 255])],
  ['an array buffer', new Uint8Array([1, 2, 3]).buffer],
  ['floats', new Float64Array([0.5, Number.NaN])],
  ['big integers', new BigInt64Array([-5n])],
  ['an object with undefined in it', { a: undefined, b: [undefined, null] }],
  ['a list of lists', [[], [[]], {}]],
  ['words of all kinds', '∅ 🛰️ \u0000 \ud800 ~b'],
  ['a list like a frame', ['~b', [['~d']]]],
  ['a cycle', cyclic],
];

/** What every channel promises. */
export function describeChannel(name: string, open: OpenChannel): void {
  describe(`a wormhole over ${name}`, () => {
    // Starting a process takes longer than most tests: those that leave it alive share one.
    let near: Wormhole;
    let stop: () => Promise<void>;
    beforeAll(async () => {
      ({ near, stop } = await open());
      await near.command('echo');
    });
    beforeEach(() => {
      near.events.removeAllListeners();
      near.removeAllListeners();
    });
    afterAll(() => stop());

    test('brings back every value as it went', async () => {
      for (const [what, value] of VALUES) {
        expect([what, await near.command('echo', value)]).toStrictEqual([what, value]);
        expect([what, await near.command('later', value)]).toStrictEqual([what, value]);
      }
      expect(await near.command('kind', new Date(0))).toBe('[object Date]');
      expect(await near.command('count', undefined, null, 0)).toBe(3);
    });

    test('is not polluted by names like __proto__', async () => {
      const value = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{}}}');
      const back = await near.command<object>('echo', { value, rich: 1n });
      expect(Object.keys((back as { value: object }).value)).toEqual(Object.keys(value));
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      for (const command of [
        '__proto__',
        'constructor',
        'toString',
        'then',
        '',
        'x'.repeat(9_999),
      ]) {
        await expect(near.command(command)).rejects.toMatchObject({
          code: 'ERR_PROCEDURE_NOT_FOUND',
          message: expect.stringContaining('Unknown procedure'),
        });
      }
    });

    test('brings errors with class, code, data and cause, now and later', async () => {
      for (const command of ['fail', 'failLater']) {
        const error = await near.command(command).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(WormholeRemoteError);
        expect(error).toMatchObject({
          name: 'OutOfOreError',
          code: 'ERR_OUT_OF_ORE',
          message: 'No Veldspar left',
          isRetryable: true,
          data: { retryAfterMs: 1_500 },
        });
      }
      await expect(near.command('fail')).rejects.toMatchObject({
        cause: { name: 'TypeError', message: 'asteroid gone' },
      });
    });

    test('brings a thrown text', async () => {
      await expect(near.command('throwText')).rejects.toMatchObject({
        message: 'only words',
        thrown: 'only words',
      });
    });

    test('serves commands of both ends', async () => {
      near.define('add', (a: number, b: number) => a + b);
      expect(await near.command('callBack', 'add', 40, 2)).toBe(42);
    });

    test('gives each of a thousand calls at once its own answer', async () => {
      const numbers = Array.from({ length: 1_000 }, (_, index) => index);
      const answers = await Promise.all(numbers.map((number) => near.command('later', { number })));
      expect(answers).toEqual(numbers.map((number) => ({ number })));
      expect(near.pendingCallbacks).toBe(0);
    });

    test('carries a message of a megabyte', async () => {
      const text = 'Tritanium '.repeat(100_000);
      expect(await near.command('echo', text)).toBe(text);
    });

    test('brings events in order, both ways, whatever their names', async () => {
      const heard: unknown[] = [];
      near.events.on('pong', (value) => heard.push(value));
      for (let index = 0; index < 1_000; index += 1) near.event('ping', index);
      await expect.poll(() => heard.length).toBe(1_000);
      expect(heard).toEqual(Array.from({ length: 1_000 }, (_, index) => index));

      near.events.on('__proto__', (value) => heard.push(value));
      await near.command('tell', 'error', 'nobody listens');
      await near.command('tell', '__proto__', new Map());
      await expect.poll(() => heard.at(-1)).toEqual(new Map());
    });

    test('tells when the channel has taken everything', async () => {
      for (let index = 0; index < 5_000; index += 1) {
        if (!near.event('nobody', 'listens to this')) await near.drained();
      }
      await near.drained();
      expect(await near.command('echo', 1)).toBe(1);
    });

    test('brings the items of a stream in order, and its end', async () => {
      const items: unknown[] = [];
      for await (const item of await near.command<AsyncIterable<number>>('items', 300)) {
        items.push(item);
      }
      expect(items).toEqual(Array.from({ length: 300 }, (_, index) => index));
    });

    test('lets a stream run no further ahead than its window, and stops it with the loop', async () => {
      const stream = await near.command<AsyncIterableIterator<number>>('endless');
      expect(await stream.next()).toEqual({ done: false, value: 1 });
      const look = () => near.command<{ produced: number; isStopped: boolean }>('produced');
      await expect.poll(async () => (await look()).produced).toBeGreaterThan(32);
      expect((await look()).produced).toBeLessThanOrEqual(64 + 1);

      await stream.return?.();
      await expect.poll(async () => (await look()).isStopped).toBe(true);
      expect(await stream.next()).toEqual({ done: true, value: undefined });
    });

    test('brings the items before the error of a stream, then the error', async () => {
      const items: unknown[] = [];
      const read = async () => {
        for await (const item of await near.command<AsyncIterable<number>>('failingItems')) {
          items.push(item);
        }
      };
      await expect(read()).rejects.toMatchObject({ code: 'ERR_OUT_OF_ORE' });
      expect(items).toEqual([1, 2]);
    });

    test('takes a call back on the other end, too, by signal and by time', async () => {
      const stopNow = new AbortController();
      const hanging = once(near.events, 'hanging');
      const call = near.commandWith({ signal: stopNow.signal }, 'hang');
      await hanging;
      const aborted = once(near.events, 'aborted');
      stopNow.abort('enough');
      await expect(call).rejects.toThrow(WormholeAbortedError);
      await aborted;

      const abortedAgain = once(near.events, 'aborted');
      await expect(near.commandWith({ timeoutMs: 5 }, 'hang')).rejects.toThrow(
        WormholeTimeoutError,
      );
      await abortedAgain;
      expect(near.pendingCallbacks).toBe(0);
    });

    test('refuses what cannot travel, and only that', async () => {
      const others = [near.command('echo', 1), near.command('echo', 3)];
      await expect(near.command('echo', () => 2)).rejects.toThrow(WormholeValueError);
      await expect(near.command('function')).rejects.toMatchObject({ code: 'ERR_WORMHOLE_VALUE' });
      expect(await Promise.all(others)).toEqual([1, 3]);
    });

    test('lives on whatever the other end writes', async () => {
      const foreign: unknown[] = [];
      near.on('message', (message) => foreign.push(message));
      const messages = [
        0,
        true,
        'text',
        [],
        {},
        { cmd: 'event' },
        ['~'],
        ['~?', 1],
        ['~b', 7],
        ['~b', [null, ['~b', []]]],
        ['~c'],
        ['~c', 1],
        ['~c', {}, 'echo', []],
        ['~c', 1, 7, 7],
        ['~r', 999, 1],
        ['~r', null],
        ['~x', 999],
        ['~e', 7],
        ['~e', 'error', ['!']],
        ['~E', 'x', [['?']]],
        ['~C', 5, 'echo', 'nodes'],
        ['~R', 1, [['a', 7]]],
        ['~n', 999, 1],
        ['~z', 999],
        ['~+', 999, -1],
        ['~k', 999],
        ['~s', 999],
      ];
      for (const message of messages) await near.command('write', message);
      expect(await near.command('echo', 'alive')).toBe('alive');
      expect(foreign).toEqual([0, true, 'text', [], {}, { cmd: 'event' }, ['~']]);
    });
  });

  describe(`the end of a wormhole over ${name}`, () => {
    let near: Wormhole;
    let stop: () => Promise<void>;
    beforeEach(async () => {
      ({ near, stop } = await open());
      await near.command('echo');
    });
    afterEach(() => stop());

    test('rejects what is pending when this end disconnects, and everything after', async () => {
      const reasons: unknown[] = [];
      near.on('disconnect', (reason) => reasons.push(reason));
      const pending = near.command('hang');
      const stream = await near.command<AsyncIterableIterator<number>>('endless');
      near.disconnect();
      near.disconnect();

      await expect(pending).rejects.toThrow(WormholeClosedError);
      await expect(near.command('echo')).rejects.toThrow(WormholeClosedError);
      await expect(near.drained()).rejects.toThrow(WormholeClosedError);
      const drain = async () => {
        for await (const _item of stream);
      };
      await expect(drain()).rejects.toThrow(WormholeClosedError);
      expect(near.event('late')).toBe(false);
      expect(reasons).toHaveLength(1);
      expect(near.connected).toBe(false);
    });

    test('rejects what is pending when the other end disconnects', async () => {
      const pending = near.command('hang');
      const disconnected = once(near, 'disconnect');
      near.command('disconnect').catch(() => {});
      await expect(pending).rejects.toThrow(WormholeClosedError);
      await disconnected;
      expect(near.connected).toBe(false);
      expect(near.pendingCallbacks).toBe(0);
    });

    test('rejects what is pending when the other end dies', async () => {
      const pending = near.command('hang');
      near.command('die').catch(() => {});
      await expect(pending).rejects.toMatchObject({ code: 'ERR_WORMHOLE_CLOSED' });
      await expect(near.command('echo')).rejects.toThrow(WormholeClosedError);
    });
  });
}
