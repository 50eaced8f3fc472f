import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import * as z from 'zod';
import { ProcedureCaller, procedure } from '#lib/messaging/procedure-caller/index.ts';
import { WormholeProtocolError } from './errors.ts';
import { openPair } from './testing/open-pair.ts';

const TAGS = [
  '~b',
  '~c',
  '~C',
  '~r',
  '~R',
  '~x',
  '~X',
  '~e',
  '~E',
  '~k',
  '~s',
  '~n',
  '~N',
  '~z',
  '~+',
];

describe('whatever the other end sends', () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.integer({ min: -1, max: 6 }),
    fc.constantFrom('echo', 'error', '__proto__', 'constructor', 'items', 'newListener'),
    fc.constant(
      JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    ),
    fc.array(fc.array(fc.oneof(fc.constantFrom('a', 'o', 'm', 's', 'b', 'n', 'x'), fc.integer()))),
  );
  const frame = fc
    .tuple(fc.constantFrom(...TAGS), fc.array(value, { maxLength: 4 }))
    .map(([tag, rest]) => [tag, ...rest]);
  const message = fc.oneof(
    frame,
    fc.array(frame, { maxLength: 4 }).map((frames) => ['~b', frames]),
    value,
  );

  test('this end lives, serves and pollutes nothing', async () => {
    const { near, far, nearChannel } = openPair({ timeoutMs: 60_000, streamWindow: 2 });
    near.removeAllListeners('error');
    near.define('echo', (sent: unknown) => sent);
    near.define('items', async function* () {
      yield* [1, 2, 3];
    });
    far.define('alive', () => 'alive');
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 8 }), async (messages) => {
        // Answers to its own calls are among them: whatever these say, they are settled.
        const calls = Promise.allSettled([near.command('alive')]);
        for (const one of messages) nearChannel.deliver(one);
        await calls;
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
    expect(await near.command('alive')).toBe('alive');
  });
});

describe('a peer that is not honest', () => {
  test('cannot fill the memory with items beyond the window', async () => {
    const { near, far, nearChannel } = openPair({ streamWindow: 4 });
    far.define('silent', async function* () {
      await new Promise(() => {});
      yield 0;
    });
    const stream = await near.command<AsyncIterableIterator<unknown>>('silent');
    for (let item = 0; item < 1_000; item += 1) nearChannel.deliver(['~n', 1, item]);
    await expect(stream.next()).rejects.toThrow(WormholeProtocolError);
  });

  test('cannot fill the memory with answers that it does not read', async () => {
    const { near, nearChannel, problems } = openPair({ maxQueued: 10, maxServed: 10 });
    near.define('echo', (sent: unknown) => sent);
    nearChannel.block();
    const call = (id: number) => nearChannel.deliver(['~c', id, 'echo', ['x']]);
    for (let id = 0; id < 1_000; id += 1) call(id);
    // One message goes out before the channel is known to take no more.
    await expect.poll(() => nearChannel.isPaused).toBe(true);
    const answered = () => nearChannel.sent.flat(3).filter((tag) => tag === '~r').length;
    nearChannel.unblock();
    await expect.poll(answered).toBe(1_000);
    expect(nearChannel.isPaused).toBe(false);
    expect(problems).toEqual([]);
  });

  test('is cut off when it calls and reads nothing for a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { near, nearChannel } = openPair();
    near.define('echo', (sent: unknown) => sent);
    nearChannel.block();
    const text = 'x'.repeat(2 ** 20);
    for (let id = 0; !nearChannel.isPaused; id += 1) {
      if (id > 100) throw new Error('Read without an end');
      nearChannel.deliver(['~c', id, 'echo', [text]]);
    }
    await vi.advanceTimersByTimeAsync(59_000);
    // It has read something: another minute.
    nearChannel.drain();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(near.connected).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(near.connected).toBe(false);
  });

  test.each([
    { what: 'a call without a name', call: ['~c', 1, 7, []] },
    { what: 'one of no command', call: ['~c', 1, 'unknown', []] },
    { what: 'one with too much', call: ['~c', 1, 'strict', [{ ['k'.repeat(500)]: 1 }]] },
    { what: 'one that fails at length', call: ['~c', 1, 'fail', []] },
    { what: 'one that fails with a Map', call: ['~c', 1, 'failRichly', []] },
    { what: 'one that answers at length', call: ['~c', 1, 'long', []] },
    { what: 'one that answers a long Map', call: ['~c', 1, 'longMap', []] },
    { what: 'one that answers long items', call: ['~c', 1, 'items', []] },
  ])('is answered, and ends nothing, however short a message may be: $what', async ({ call }) => {
    for (const maxBytes of [300, 120, 10]) {
      const { near, nearChannel, problems } = openPair();
      const text = 'x'.repeat(1_000);
      near.define(
        'strict',
        procedure({ input: z.strictObject({ name: z.string() }), run: () => 1 }),
      );
      near.define('fail', () => {
        throw Object.assign(new Error(text), { code: text });
      });
      near.define('failRichly', () => {
        throw Object.assign(new Error('short'), { map: new Map([[1, text]]) });
      });
      near.define('long', () => text);
      near.define('longMap', () => new Map([[1, text]]));
      near.define('items', async function* () {
        yield text;
      });
      nearChannel.maxLength = maxBytes;
      nearChannel.deliver(call);
      nearChannel.deliver(['~+', 1, 1]);
      await expect
        .poll(() => nearChannel.sent.flat(1).includes('~x') || maxBytes === 10)
        .toBe(true);
      await expect.poll(() => maxBytes > 10 || problems.length > 0).toBe(true);
      expect(near.connected).toBe(true);
    }
  });

  test('cannot hold up this end with a batch of very many frames', () => {
    const { near, nearChannel, problems } = openPair();
    let served = 0;
    near.define('count', () => {
      served += 1;
    });
    nearChannel.deliver(['~b', Array.from({ length: 1_000 }, (_, id) => ['~c', id, 'count', []])]);
    expect(served).toBe(1_000);
    nearChannel.deliver(['~b', Array.from({ length: 1_001 }, (_, id) => ['~c', id, 'count', []])]);
    expect(served).toBe(1_000);
    expect(problems).toEqual([expect.any(WormholeProtocolError)]);
  });

  test('learns the causes of no error that it may know, nor what a command has called itself', async () => {
    const { near, far } = openPair({ far: { isTrusted: false } });
    far.define('job', () => {
      throw new WormholeProtocolError('Not so', { cause: new Error('postgres://user:secret@db') });
    });
    const table = new ProcedureCaller();
    far.define('missing', async () => table.call('inner.secret'));
    await expect(near.command('missing')).rejects.toThrow(/^Internal error$/);
    const error = await near.command('job').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'Not so' });
    expect(error).not.toHaveProperty('cause');
  });

  test('cannot have two commands served under one number', async () => {
    const { near, nearChannel } = openPair();
    let served = 0;
    near.define('hold', () => {
      served += 1;
      return new Promise(() => {});
    });
    for (let call = 0; call < 10; call += 1) nearChannel.deliver(['~c', 1, 'hold', []]);
    expect(served).toBe(1);
  });

  test('cannot answer twice, nor turn an answer into a stream', async () => {
    const { near, nearChannel, far } = openPair();
    far.define('hold', () => new Promise(() => {}));
    const call = near.command('hold');
    nearChannel.deliver(['~r', 1, 'first']);
    nearChannel.deliver(['~r', 1, 'second']);
    nearChannel.deliver(['~s', 1]);
    nearChannel.deliver(['~x', 1, {}]);
    expect(await call).toBe('first');
  });

  test('has a failure of any shape read as one', async () => {
    const { near, nearChannel, far, problems } = openPair();
    far.define('hold', () => new Promise(() => {}));
    const shapes = [
      null,
      1,
      'text',
      [],
      {},
      { name: 1, message: {}, code: [], stack: 7, data: [] },
    ];
    for (const [index, shape] of shapes.entries()) {
      const call = near.command('hold');
      nearChannel.deliver(['~x', index + 1, shape]);
      await expect(call).rejects.toMatchObject({ name: 'Error', code: 'ERR_WORMHOLE_REMOTE' });
    }
    expect(problems).toEqual([]);
  });

  test('has a result that cannot be read settled as a fault, not left open', async () => {
    const { near, nearChannel, far } = openPair();
    far.define('hold', () => new Promise(() => {}));
    const call = near.command('hold');
    nearChannel.deliver(['~R', 1, [['?']]]);
    await expect(call).rejects.toThrow(WormholeProtocolError);
  });

  test('cannot nest batches until the stack is full', () => {
    const { nearChannel, near } = openPair();
    let message: unknown[] = ['~e', 'tick', []];
    for (let depth = 0; depth < 50_000; depth += 1) message = ['~b', [message]];
    let heard = 0;
    near.events.on('tick', () => {
      heard += 1;
    });
    nearChannel.deliver(message);
    expect(heard).toBe(0);
    nearChannel.deliver(['~b', [['~e', 'tick', []]]]);
    expect(heard).toBe(1);
  });

  test('is told what is wrong with its call', async () => {
    const { nearChannel, problems } = openPair();
    nearChannel.deliver(['~c', 1, 7, []]);
    nearChannel.deliver(['~c', 2, 'echo', new Array(100_000).fill(0)]);
    nearChannel.deliver(['~C', 3, 'echo', [['n', 'x']]]);
    await expect
      .poll(() => nearChannel.sent.flat(3))
      .toEqual(
        expect.arrayContaining([expect.objectContaining({ code: 'ERR_WORMHOLE_PROTOCOL' })]),
      );
    expect(problems).toHaveLength(3);
  });
});
