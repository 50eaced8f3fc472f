import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  WormholeAbortedError,
  WormholeFullError,
  WormholeTimeoutError,
  WormholeValueError,
} from './errors.ts';
import { openPair } from './testing/open-pair.ts';

/** Calls of `hold` stay open until released. */
function openHeld(options: Parameters<typeof openPair>[0] = {}) {
  const pair = openPair(options);
  const held: { readonly value: unknown; release(): void }[] = [];
  pair.far.define(
    'hold',
    (value: unknown) =>
      new Promise((resolve) => {
        held.push({ value, release: () => resolve(value) });
      }),
  );
  return { ...pair, held };
}

function useFakeTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

describe('the window', () => {
  test('lets only so many calls go at once; the others follow in their order', async () => {
    const { near, held } = openHeld({ maxInFlight: 2 });
    const calls = [1, 2, 3, 4].map((value) => near.command('hold', value));
    await expect.poll(() => held.length).toBe(2);
    expect(near.pendingCallbacks).toBe(4);

    held[0]?.release();
    await calls[0];
    await expect.poll(() => held.map(({ value }) => value)).toEqual([1, 2, 3]);
    held[1]?.release();
    held[2]?.release();
    await expect.poll(() => held.length).toBe(4);
    held[3]?.release();
    expect(await Promise.all(calls)).toEqual([1, 2, 3, 4]);
  });

  test('refuses a call when as many wait as may', async () => {
    const { near, held } = openHeld({ maxInFlight: 1, maxQueued: 1 });
    const calls = [near.command('hold', 1), near.command('hold', 2)];
    await expect(near.command('hold', 3)).rejects.toThrow(WormholeFullError);

    await expect.poll(() => held.length).toBe(1);
    held[0]?.release();
    await expect.poll(() => held.length).toBe(2);
    held[1]?.release();
    expect(await Promise.all(calls)).toEqual([1, 2]);
  });

  test('never sends a call that was taken back while it waited', async () => {
    const { near, held } = openHeld({ maxInFlight: 1 });
    const stop = new AbortController();
    const first = near.command('hold', 1);
    const second = near.commandWith({ signal: stop.signal }, 'hold', 2);
    const third = near.command('hold', 3);
    stop.abort();
    await expect(second).rejects.toThrow(WormholeAbortedError);

    await expect.poll(() => held.length).toBe(1);
    held[0]?.release();
    await expect.poll(() => held.map(({ value }) => value)).toEqual([1, 3]);
    held[1]?.release();
    await Promise.all([first, third]);
  });

  test('is free again after an argument that cannot travel', async () => {
    const { near, far } = openPair({ maxInFlight: 1 });
    far.define('echo', (value: unknown) => value);
    await expect(near.command('echo', Symbol('no'))).rejects.toThrow(WormholeValueError);
    expect(await near.command('echo', 1)).toBe(1);
  });

  test('on the serving side answers that it is busy', async () => {
    const { near, held } = openHeld({ far: { maxServed: 1 } });
    const first = near.command('hold', 1);
    await expect(near.command('hold', 2)).rejects.toMatchObject({
      code: 'ERR_WORMHOLE_BUSY',
    });
    held[0]?.release();
    expect(await first).toBe(1);
  });

  test.each(['timeoutMs', 'maxInFlight', 'maxServed', 'streamWindow'])('%s is above 0', (limit) => {
    expect(() => openPair({ [limit]: 0 })).toThrow(RangeError);
    expect(() => openPair({ [limit]: Number.NaN })).toThrow(RangeError);
  });
});

describe('time', () => {
  test('runs out for each call in its turn, by one timer', async () => {
    useFakeTimers();
    const { near } = openHeld({ timeoutMs: 100 });
    const refused: unknown[] = [];
    near.command('hold', 1).catch((error: unknown) => refused.push(error));
    await vi.advanceTimersByTimeAsync(60);
    near.command('hold', 2).catch((error: unknown) => refused.push(error));
    expect(vi.getTimerCount()).toBe(1);

    await vi.advanceTimersByTimeAsync(40);
    expect(refused).toEqual([expect.any(WormholeTimeoutError)]);
    await vi.advanceTimersByTimeAsync(60);
    expect(refused).toHaveLength(2);
    expect(near.pendingCallbacks).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of one call may be shorter or longer than that of the others', async () => {
    useFakeTimers();
    const { near, held } = openHeld({ timeoutMs: 100 });
    const short = expect(near.commandWith({ timeoutMs: 10 }, 'hold', 1)).rejects.toThrow('10 ms');
    const long = near.commandWith({ timeoutMs: Number.POSITIVE_INFINITY }, 'hold', 2);
    near.command('hold', 3).catch(() => {});
    await vi.advanceTimersByTimeAsync(10);
    await short;
    await vi.advanceTimersByTimeAsync(1_000_000);
    held[1]?.release();
    expect(await long).toBe(2);
  });

  test('includes the time that a call waits for its turn', async () => {
    useFakeTimers();
    const { near } = openHeld({ timeoutMs: 100, maxInFlight: 1 });
    const calls = [near.command('hold', 1), near.command('hold', 2)];
    const refused = Promise.allSettled(calls);
    await vi.advanceTimersByTimeAsync(100);
    expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  test('leaves neither timer nor listener of a call that was answered', async () => {
    useFakeTimers();
    const { near, far } = openPair();
    far.define('echo', (value: unknown) => value);
    const stop = new AbortController();
    const remove = vi.spyOn(stop.signal, 'removeEventListener');
    await near.commandWith({ signal: stop.signal, timeoutMs: 100 }, 'echo', 1);
    expect(vi.getTimerCount()).toBe(0);
    expect(remove).toHaveBeenCalledTimes(1);
  });
});

describe('a signal', () => {
  test('that is aborted already sends nothing', async () => {
    const { near, nearChannel } = openHeld();
    const signal = AbortSignal.abort('before');
    await expect(near.commandWith({ signal }, 'hold')).rejects.toMatchObject({ cause: 'before' });
    await near.drained();
    expect(nearChannel.sent).toEqual([]);
  });

  test('ends a stream that is being read', async () => {
    const { near, far } = openPair();
    let isStopped = false;
    far.define('endless', async function* () {
      try {
        for (let index = 0; ; index += 1) yield index;
      } finally {
        isStopped = true;
      }
    });
    const stop = new AbortController();
    const items: number[] = [];
    const read = async () => {
      const options = { signal: stop.signal };
      for await (const item of await near.commandWith<AsyncIterable<number>>(options, 'endless')) {
        items.push(item);
        if (item === 5) stop.abort();
      }
    };
    await expect(read()).rejects.toThrow(WormholeAbortedError);
    expect(items).toEqual([0, 1, 2, 3, 4, 5]);
    await expect.poll(() => isStopped).toBe(true);
  });
});

describe('back-pressure of events', () => {
  test('says when the channel takes no more, and when it does again', async () => {
    const { near, far, nearChannel } = openPair();
    const heard: unknown[] = [];
    far.events.on('tick', (index) => heard.push(index));
    nearChannel.block();
    let sent = 0;
    while (near.event('tick', sent++)) if (sent > 10_000) throw new Error('No end');
    const drained = near.drained();
    near.event('tick', sent++);
    nearChannel.unblock();
    await drained;

    await expect.poll(() => heard).toEqual(Array.from({ length: sent }, (_, index) => index));
  });

  test('drops what is more than may wait, and says so', async () => {
    const { near, nearChannel, problems, far } = openPair({ maxQueued: 100 });
    let heard = 0;
    far.events.on('tick', () => {
      heard += 1;
    });
    nearChannel.block();
    for (let index = 0; index < 1_000; index += 1) near.event('tick', index);
    expect(problems.length).toBeGreaterThan(800);
    expect(problems[0]).toBeInstanceOf(WormholeFullError);

    nearChannel.unblock();
    await expect.poll(() => heard).toBe(1_000 - problems.length);
  });

  test('can be waited for no longer than one wants', async () => {
    const { near, nearChannel } = openPair();
    nearChannel.block();
    for (let index = 0; index < 100; index += 1) near.event('tick', index);
    const stop = new AbortController();
    const drained = near.drained(stop.signal);
    stop.abort(new Error('enough'));
    await expect(drained).rejects.toThrow('enough');
  });
});
