import { describe, expect, test } from 'vitest';
import { openPair } from './testing/open-pair.ts';

describe('what users of the wormhole do wrong', () => {
  test('a listener that throws or rejects harms neither the others nor this end', async () => {
    const { near, far, problems } = openPair();
    const heard: string[] = [];
    near.events.on('two', () => {
      throw new Error('thrown');
    });
    near.events.on('two', async () => {
      throw new Error('rejected');
    });
    near.events.once('two', () => heard.push('two'));
    near.events.on('one', () => {
      throw new Error('alone');
    });
    near.events.on('async', async () => {
      throw new Error('alone, later');
    });
    for (const name of ['two', 'one', 'async', 'two']) far.event(name);

    await expect.poll(() => problems.length).toBe(6);
    expect(heard).toEqual(['two']);
  });

  test('a listener of message, disconnect or error that rejects harms nobody', async () => {
    const { near, nearChannel, problems } = openPair();
    for (const name of ['message', 'disconnect', 'error'] as const) {
      near.on(name, async () => {
        throw new Error(`in ${name}, later`);
      });
    }
    nearChannel.deliver('foreign');
    nearChannel.end();
    await expect
      .poll(() => problems)
      .toEqual([new Error('in message, later'), new Error('in disconnect, later')]);
  });

  test('a listener of message or disconnect that throws is told as an error', async () => {
    const { near, nearChannel, problems } = openPair();
    near.on('message', () => {
      throw new Error('in message');
    });
    near.on('disconnect', () => {
      throw new Error('in disconnect');
    });
    nearChannel.deliver('foreign');
    nearChannel.end();
    expect(problems).toHaveLength(2);
  });

  test.each(['json', 'structured'] as const)(
    'an error that cannot be read or sent still answers the call, %s',
    async (carries) => {
      const { near, far } = openPair({ carries });
      far.define('fail', () => {
        throw Object.defineProperty(new Error('x'), 'message', {
          get() {
            throw new Error('hostile');
          },
        });
      });
      far.define('failWithFunction', () => {
        throw Object.assign(new Error('with a function'), { code: 'E', retry: () => {} });
      });
      await expect(near.command('fail')).rejects.toThrow('cannot be read');
      await expect(near.command('failWithFunction')).rejects.toMatchObject({
        message: 'with a function',
        code: 'E',
      });
    },
  );

  test.each(['json', 'structured'] as const)(
    'a call is answered whatever the command answers instead of a value or a stream, %s',
    async (carries) => {
      const { near, far, problems } = openPair({ carries, timeoutMs: 5_000 });
      const fail = () => {
        throw new Error('locked');
      };
      const thenable = (then: (done: (value: unknown) => void) => void) =>
        Object.fromEntries([['then', then]]);
      const results = {
        stream: () => ({ [Symbol.asyncIterator]: fail }),
        promise: () => thenable(fail),
        trap: () => new Proxy({}, { has: fail, getPrototypeOf: fail }),
      };
      for (const [name, result] of Object.entries(results)) {
        far.define(name, result);
        far.define(`${name} later`, async () => result());
        far.define(`${name} by hand`, () => thenable((done) => done(result())));
        for (const command of [name, `${name} later`, `${name} by hand`]) {
          await expect(near.command(command), command).rejects.toMatchObject({
            code: expect.stringMatching(/^ERR_WORMHOLE_(REMOTE|VALUE)$/),
          });
        }
      }
      expect(problems).toEqual([]);
    },
  );

  test('an item that cannot travel ends its stream with an error, and its generator', async () => {
    for (const carries of ['json', 'structured'] as const) {
      const { near, far } = openPair({ carries });
      let isStopped = false;
      far.define('items', async function* () {
        try {
          yield 1;
          yield () => {};
        } finally {
          isStopped = true;
        }
      });
      const stream = await near.command<AsyncIterableIterator<unknown>>('items');
      expect(await stream.next()).toEqual({ done: false, value: 1 });
      await expect(stream.next()).rejects.toMatchObject({ code: 'ERR_WORMHOLE_VALUE' });
      await expect.poll(() => isStopped).toBe(true);
    }
  });
});
