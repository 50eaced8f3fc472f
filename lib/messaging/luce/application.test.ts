import { expect, onTestFinished, test } from 'vitest';
import type { ApplicationOptions } from './settings.ts';
import { createGate } from './testing/create-gate.ts';
import { openSocket } from './testing/open-socket.ts';
import { startGateway } from './testing/start-gateway.ts';

type State = { name?: string; visits: { count: number } };

async function start(options: ApplicationOptions<State> = {}) {
  const gateway = await startGateway<State>({ defaultState: { visits: { count: 0 } }, ...options });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  return gateway;
}

test('a message is answered', async () => {
  const gateway = await start();
  gateway.app.useMessage((message, ctx) => ctx.send({ echo: message.text }));
  await using peer = await openSocket(gateway);

  peer.send({ text: 'hello' });

  await expect.poll(() => peer.messages).toEqual([{ echo: 'hello' }]);
});

test('a hook is needed, and must be a function', async () => {
  const { app } = await start();
  expect(() => app.useMessage()).toThrow(TypeError);
  expect(() => app.useUpgrade('pre')).toThrow(TypeError);
  expect(() => app.useBinary('no' as never)).toThrow(TypeError);
});

test('state is of one socket alone, nested parts included', async () => {
  const gateway = await start();
  gateway.app.useMessage((_, ctx) => {
    ctx.state.visits.count += 1;
    return ctx.send(ctx.state);
  });
  await using a = await openSocket(gateway);
  await using b = await openSocket(gateway);
  for (const peer of [a, a, b]) peer.send({});

  await expect.poll(() => a.messages.at(-1)).toEqual({ visits: { count: 2 } });
  await expect.poll(() => b.messages).toEqual([{ visits: { count: 1 } }]);
});

test('a default state that cannot be copied is refused at once', async () => {
  await expect(
    start({ defaultState: { visits: { count: 0 }, name: (() => {}) as never } }),
  ).rejects.toThrow(TypeError);
});

test('what JSON cannot hold is refused at once', async () => {
  const gateway = await start();
  const thrown: unknown[] = [];
  gateway.app.useMessage((_, ctx) => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const bad of [circle, { big: 1n }, { toJSON: () => undefined }]) {
      try {
        void ctx.send(bad);
      } catch (error) {
        thrown.push(error);
      }
    }
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  await expect.poll(() => thrown.length).toBe(3);
  expect(thrown.every((error) => error instanceof TypeError)).toBe(true);
});

test('a close resolves once the socket is closed, with the reason cut and bad codes refused', async () => {
  const gateway = await start();
  const closed = createGate<unknown>();
  gateway.app.useMessage((_, ctx) => {
    expect(() => ctx.close(1006)).toThrow(RangeError);
    void ctx.close(4000, 'x'.repeat(500)).then(() => closed.open(ctx.socket?.readyState));
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  expect(await peer.closed).toEqual({ code: 4000, reason: 'x'.repeat(123) });
  expect(await closed.promise).toBe(3);
});
