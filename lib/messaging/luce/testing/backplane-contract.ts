import { describe, expect, test } from 'vitest';
import type { Backplane, RoomMessage } from '../rooms/backplane.ts';

/** Two gateways that are joined, and what ends them. */
export type JoinedBackplanes = AsyncDisposable & { readonly a: Backplane; readonly b: Backplane };

const message = (text: string): RoomMessage => ({ text, whenSlow: 'close' });

/** What every backplane promises. Run it against each: memory, global-events. */
export function backplaneContract(
  name: string,
  create: () => Promise<JoinedBackplanes> | JoinedBackplanes,
) {
  describe(`the ${name} backplane`, () => {
    test('a message is heard in its room at every gateway, its own included, and once', async () => {
      await using joined = await create();
      const { a, b } = joined;
      const heard: string[] = [];
      const subscriptions = [
        a.subscribe('quote:1', ({ text }) => heard.push(`a ${text}`)),
        b.subscribe('quote:1', ({ text }) => heard.push(`b ${text}`)),
        b.subscribe('quote:2', ({ text }) => heard.push(`other ${text}`)),
      ];
      await Promise.all(subscriptions.map(({ ready }) => ready));
      await a.publish('quote:1', message('one'));
      await b.publish('quote:1', message('two'));
      await a.publish('quote:2', message('last'));

      await expect
        .poll(() => heard.toSorted())
        .toEqual(['a one', 'a two', 'b one', 'b two', 'other last']);
    });

    test('messages of one gateway keep their order', async () => {
      await using joined = await create();
      const heard: string[] = [];
      const subscription = joined.b.subscribe('room', ({ text }) => heard.push(text));
      await subscription.ready;
      const texts = Array.from({ length: 200 }, (_, index) => String(index));
      await Promise.all(texts.map((text) => joined.a.publish('room', message(text))));
      await expect.poll(() => heard).toEqual(texts);
    });

    test('text, id and what becomes of it at slow members arrive as they were sent', async () => {
      await using joined = await create();
      const heard: RoomMessage[] = [];
      const subscription = joined.b.subscribe('room', (given) => heard.push(given));
      await subscription.ready;
      const sent: RoomMessage[] = [
        { text: '{"room":"room","data":"é🚀"}', id: '17-0', whenSlow: 'skip' },
        { text: 'x'.repeat(100_000), whenSlow: 'close' },
      ];
      for (const each of sent) await joined.a.publish('room', each);
      await expect.poll(() => heard).toEqual(sent);
    });

    test('what has ended hears no more, and others of the room still do', async () => {
      await using joined = await create();
      const heard: string[] = [];
      const ended = joined.a.subscribe('room', ({ text }) => heard.push(`ended ${text}`));
      const kept = joined.b.subscribe('room', ({ text }) => heard.push(`kept ${text}`));
      await Promise.all([ended.ready, kept.ready]);
      ended.end();
      ended.end();
      await joined.a.publish('room', message('late'));
      await expect.poll(() => heard).toEqual(['kept late']);
    });

    test('a room that is left and entered again at once is heard', async () => {
      await using joined = await create();
      const heard: string[] = [];
      for (let round = 0; round < 20; round += 1) joined.b.subscribe('room', () => {}).end();
      const subscription = joined.b.subscribe('room', ({ text }) => heard.push(text));
      await subscription.ready;
      await joined.a.publish('room', message('here'));
      await expect.poll(() => heard).toEqual(['here']);
    });

    test.each(['__proto__', 'constructor', 'error', 'reconnected', '*', 'a'.repeat(200), 'é🚀 \n'])(
      'a room may be called %j',
      async (room) => {
        await using joined = await create();
        const heard: string[] = [];
        const subscription = joined.b.subscribe(room, ({ text }) => heard.push(text));
        await subscription.ready;
        await joined.a.publish(room, message('here'));
        await expect.poll(() => heard).toEqual(['here']);
      },
    );
  });
}
