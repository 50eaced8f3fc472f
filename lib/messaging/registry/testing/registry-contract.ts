import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Backend } from '../backend.ts';
import {
  RegistryClosedError,
  RegistryDataError,
  RegistryDeliveryError,
  RegistryExistsError,
  RegistryMissingError,
  RegistryOfflineError,
  RegistryTakenError,
} from '../errors.ts';
import { openRegistry, type Registry } from '../registry.ts';
import type { RegistryPeer } from '../registry-types.ts';

/** What nodes that share a place promise. `share` gives a place that nobody else has, for as many nodes as are asked for. */
export function describeRegistry(name: string, share: () => () => Backend): void {
  describe(`a registry in ${name}`, () => {
    let one: Registry;
    let two: Registry;
    beforeEach(async () => {
      const createBackend = share();
      one = await openRegistry({ backend: createBackend(), node: 'one' });
      two = await openRegistry({ backend: createBackend(), node: 'two' });
    });
    afterEach(async () => {
      await one.close();
      await two.close();
    });

    describe('keeps clients', () => {
      test('with their data as it was, nested and all', async () => {
        const data = {
          name: 'Aiko',
          offer: { sdp: 'v=0', lines: [1, 2.5, null, []], empty: {} },
          __proto__: null,
          zero: 0,
          no: false,
        };
        await one.create('a', data);
        const info = await two.info('a');
        expect(info).toMatchObject({ id: 'a', status: 'offline', node: null, lastOnlineOn: null });
        expect(info.data).toEqual({ ...data });
        expect(info.createdOn).toBeInstanceOf(Date);
        expect(await two.exists('a')).toBe(true);
        await expect(two.create('a')).rejects.toThrow(RegistryExistsError);
      });

      test('and changes the fields that are told, of several at once, and no other', async () => {
        await one.create('a', { keep: 1, change: { old: true }, drop: 1 });
        await Promise.all([
          one.update('a', { change: { now: [] }, drop: undefined }),
          two.update('a', { status: 'mine', id: 'too', createdOn: 'x' }),
        ]);
        expect((await one.info('a')).data).toEqual({
          keep: 1,
          change: { now: [] },
          status: 'mine',
          id: 'too',
          createdOn: 'x',
        });
        expect(await one.info('a')).toMatchObject({ id: 'a', status: 'offline' });
      });

      test('but not those that are missing: they are told from empty ones', async () => {
        expect(await one.exists('a')).toBe(false);
        await expect(one.info('a')).rejects.toThrow(RegistryMissingError);
        await expect(one.update('a', {})).rejects.toThrow(RegistryMissingError);
        await expect(one.send('a', 1)).rejects.toThrow(RegistryMissingError);
        await expect(one.register('a', quiet())).rejects.toThrow(RegistryMissingError);
        expect(await one.delete('a')).toBe(false);
      });

      test('and nothing that is no JSON, or too much of it', async () => {
        await expect(one.create('a', { x: 'y'.repeat(70_000) })).rejects.toThrow(RegistryDataError);
        // @ts-expect-error not JSON
        await expect(one.create('a', { x: 5n })).rejects.toThrow(RegistryDataError);
        // @ts-expect-error not JSON
        await expect(one.send('a', () => {})).rejects.toThrow(RegistryDataError);
        await expect(one.create('')).rejects.toThrow(TypeError);
        await expect(one.create('a', { ['k'.repeat(70_000)]: 1 })).rejects.toThrow(
          RegistryDataError,
        );
        expect(await one.exists('a')).toBe(false);
      });

      test('and no more of one by and by, whoever adds to it', async () => {
        await one.create('a', { first: '🚀'.repeat(15_000), second: 1 });
        await one.update('a', { second: 'é'.repeat(30_000) });
        const more = { third: 'y'.repeat(10_000) };
        await expect(two.update('a', more)).rejects.toThrow(RegistryDataError);
        const namesOf = async () => Object.keys((await one.info('a')).data).toSorted();
        expect(await namesOf()).toEqual(['first', 'second']);
        await two.update('a', { ...more, first: undefined });
        expect(await namesOf()).toEqual(['second', 'third']);
      });

      test.each(['__proto__', 'constructor', 'a:b', '{x}', ' ', 'é✓', 'x'.repeat(10_000)])(
        'whatever they are called: %s',
        async (id) => {
          await one.create(id, { [id]: id });
          expect((await two.info(id)).data).toEqual({ [id]: id });
          const heard = vi.fn();
          await one.register(id, { send: heard });
          await two.send(id, id);
          expect(heard).toHaveBeenCalledWith(id);
          expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
        },
      );
    });

    describe('brings messages', () => {
      test('to a client on this node and on another, as they were, once taken', async () => {
        const heard = vi.fn();
        await one.register('a', { send: heard }, { isTemporary: true });
        const message = { offer: { sdp: 'v=0\r\n', list: [null, 1] } };
        await one.send('a', message);
        expect(heard.mock.calls).toEqual([[message]]);
        await two.send('a', message);
        expect(heard.mock.calls).toEqual([[message], [message]]);
      });

      test('in order, of which none is lost', async () => {
        const heard: unknown[] = [];
        await one.register('a', { send: (message) => heard.push(message) }, { isTemporary: true });
        const numbers = Array.from({ length: 3_000 }, (_, n) => n);
        await Promise.all(numbers.map((n) => two.send('a', n)));
        expect(heard).toEqual(numbers);
      });

      test('as text to a connection that wants it so', async () => {
        const sendText = vi.fn();
        await one.register('a', { send: () => {}, sendText }, { isTemporary: true });
        await two.send('a', { x: 1 });
        expect(sendText.mock.calls).toEqual([['{"x":1}']]);
      });

      test('and says when a connection did not take one, here or there, at once or later', async () => {
        const failing = { send: () => Promise.reject(new Error('slow')) };
        const throwing = {
          send: () => {
            throw new Error('gone');
          },
        };
        await one.register('a', failing, { isTemporary: true });
        await one.register('b', throwing, { isTemporary: true });
        for (const from of [one, two]) {
          for (const id of ['a', 'b']) {
            await expect(from.send(id, 1)).rejects.toThrow(RegistryDeliveryError);
          }
        }
      });

      test('to nobody who is offline', async () => {
        await one.create('a');
        await expect(two.send('a', 1)).rejects.toThrow(RegistryOfflineError);
        const lease = await one.register('a', quiet());
        await two.send('a', 1);
        expect(await lease.unregister()).toBe(true);
        await expect(two.send('a', 1)).rejects.toThrow(RegistryOfflineError);
        await expect(one.send('a', 1)).rejects.toThrow(RegistryOfflineError);
      });

      test('until the caller waits no longer', async () => {
        const never = { send: () => new Promise(() => {}) };
        await one.register('a', never, { isTemporary: true });
        await expect(two.send('a', 1, { timeoutMs: 20 })).rejects.toThrow('20 ms');
        const leaving = new AbortController();
        const sent = two.send('a', 1, { signal: leaving.signal });
        leaving.abort(new Error('enough'));
        await expect(sent).rejects.toThrow('enough');
        await expect(two.send('a', 1, { signal: leaving.signal })).rejects.toThrow('enough');
      });
    });

    describe('lets a client come and go', () => {
      test('and says where it is', async () => {
        await one.create('a');
        const lease = await one.register('a', quiet());
        expect(await two.info('a')).toMatchObject({ status: 'online', node: 'one' });
        expect((await two.info('a')).lastOnlineOn).toBeInstanceOf(Date);
        await lease.unregister();
        expect(await two.info('a')).toMatchObject({ status: 'offline', node: null });
        expect(await lease.unregister()).toBe(false);
      });

      test('and forgets one that was made for the time', async () => {
        await using _lease = await one.register('a', quiet(), { isTemporary: true });
        expect(await two.exists('a')).toBe(true);
        await _lease.unregister();
        expect(await two.exists('a')).toBe(false);
      });

      test('and lists who is there', async () => {
        await one.create('offline');
        for (let n = 0; n < 300; n += 1) {
          await (n % 2 === 0 ? one : two).register(`c${n}`, quiet(), { isTemporary: true });
        }
        const ids: string[] = [];
        for await (const { id, status } of two.list()) {
          expect(status).toBe('online');
          ids.push(id);
        }
        expect(ids.toSorted()).toEqual(Array.from({ length: 300 }, (_, n) => `c${n}`).toSorted());
        expect(await one.count()).toBe(300);
      });

      test('and ends its connection when it is deleted', async () => {
        const close = vi.fn();
        await one.register('a', { send: () => {}, close }, { isTemporary: true });
        expect(await two.delete('a')).toBe(true);
        await expect.poll(() => close.mock.calls).toEqual([['deleted']]);
        await expect(one.send('a', 1)).rejects.toThrow(RegistryMissingError);
      });
    });

    describe('protects an id', () => {
      test('from those who have no token, while it is connected', async () => {
        const [heard, forged] = [vi.fn(), vi.fn()];
        const lease = await one.register('a', { send: heard }, { isTemporary: true });
        for (const registry of [one, two]) {
          const peer = { send: forged, close: forged };
          await expect(registry.register('a', peer, { token: 'guess' })).rejects.toThrow(
            RegistryTakenError,
          );
          await expect(registry.register('a', peer)).rejects.toThrow(RegistryTakenError);
        }
        // The one who was refused closes, and takes nothing with him.
        expect(await two.unregister('a', 'another session')).toBe(false);
        await one.send('a', 1);
        await two.send('a', 2);
        expect(heard.mock.calls).toEqual([[1], [2]]);
        expect(forged).not.toHaveBeenCalled();
        expect(lease.token.length).toBeGreaterThanOrEqual(22);
      });

      test.each(['the same node', 'another node'])(
        'and gives it to its token on %s: the old connection is told, and unregisters nothing',
        async (where) => {
          const newNode = where === 'another node' ? two : one;
          const [close, heard, late] = [vi.fn(), vi.fn(), vi.fn()];
          const old = await one.register('a', { send: late, close }, { isTemporary: true });
          await newNode.register('a', { send: heard }, { isTemporary: true, token: old.token });
          await expect.poll(() => close.mock.calls).toEqual([['taken']]);
          expect(await old.unregister()).toBe(false);
          await one.send('a', 1);
          await two.send('a', 2);
          expect(heard.mock.calls).toEqual([[1], [2]]);
          expect(late).not.toHaveBeenCalled();
          expect(await one.info('a')).toMatchObject({ status: 'online', node: newNode.node });
        },
      );

      test('and is anyone’s who may come when it is offline', async () => {
        await one.create('a');
        const old = await one.register('a', quiet());
        await old.unregister();
        await expect(two.register('a', quiet(), { token: 'new' })).resolves.toBeDefined();
      });

      test('from a hundred who want it at once: one has it', async () => {
        const tries = Array.from({ length: 100 }, (_, n) =>
          (n % 2 === 0 ? one : two).register('a', quiet(), { isTemporary: true }),
        );
        const settled = await Promise.allSettled(tries);
        expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      });
    });

    test('a node that leaves takes its clients with it, and answers no more', async () => {
      await one.register('a', quiet(), { isTemporary: true });
      await one.create('b');
      await one.register('b', quiet());
      await one.close();
      expect(await two.exists('a')).toBe(false);
      expect(await two.info('b')).toMatchObject({ status: 'offline' });
      expect(await two.count()).toBe(0);
      await expect(one.send('b', 1)).rejects.toThrow(RegistryClosedError);
      await expect(one.exists('b')).rejects.toThrow(RegistryClosedError);
    });
  });
}

function quiet(): RegistryPeer {
  return { send: () => {} };
}
