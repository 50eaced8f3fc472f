import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSocket } from './testing/open-socket.ts';
import { startGateway } from './testing/start-gateway.ts';

const MASK = Buffer.from([1, 2, 3, 4]);

/** A frame as a client sends it, its parts as one likes. */
const frame = fc
  .record({
    first: fc.oneof(
      { weight: 12, arbitrary: fc.constant(0x81) },
      fc.constantFrom(0x81, 0x82, 0x88, 0x89, 0x8a, 0x01, 0x80, 0x00),
      fc.nat(255),
    ),
    isMasked: fc.oneof({ weight: 29, arbitrary: fc.constant(true) }, fc.boolean()),
    lengthOff: fc.oneof(
      { weight: 29, arbitrary: fc.constant(0) },
      fc.integer({ min: -3, max: 90 }),
    ),
    payload: fc.oneof(
      fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
      fc
        .constantFrom(
          '{"cmd":"luce.ping","id":1}',
          '{"ok":true,"id":1}',
          '{"cmd":"luce.join","data":[{}]}',
        )
        .map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    ),
  })
  .map(({ first, isMasked, lengthOff, payload }) => {
    const data = payload.subarray(0, 120);
    const length = Math.max(0, Math.min(127, data.length + lengthOff));
    const masked = isMasked ? data.map((byte, index) => byte ^ (MASK[index % 4] ?? 0)) : data;
    const head = Buffer.from([first, (isMasked ? 0x80 : 0) | length]);
    return Buffer.concat([head, isMasked ? MASK : Buffer.alloc(0), masked]);
  });

test('whatever frames come, only their own socket is closed', async () => {
  const gateway = await startGateway({ closeTimeoutMs: 20 });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  const failed = vi.fn();
  gateway.app.on('error', failed);
  gateway.app.useRooms({ mayJoin: () => true });
  gateway.app.useMessage(async (message, ctx) => {
    if (message.ask) await ctx.request('x', null, { timeoutMs: 1 }).catch(() => {});
    await ctx.send({ echo: message });
  });
  gateway.app.useBinary((data, ctx) => ctx.send({ bytes: data.length }));
  await using bystander = await openSocket(gateway);

  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 12 }), async (frames) => {
      await sendRaw(gateway, Buffer.concat(frames));
    }),
    { numRuns: 1_500 },
  );

  bystander.send({ still: 'here' });
  await expect.poll(() => bystander.messages).toEqual([{ echo: { still: 'here' } }]);
  await expect.poll(() => gateway.app.counters.connections).toBe(1);
  expect(failed).not.toHaveBeenCalled();
  expect(gateway.app.counters.received).toBeGreaterThan(1_000);
  expect(gateway.app.counters.socketErrors).toBeGreaterThan(100);
}, 120_000);

/** One connection that says this, and is gone. */
async function sendRaw(
  { port, origin }: { port: number; origin: string },
  data: Buffer,
): Promise<void> {
  const raw = connect(port, '127.0.0.1');
  raw.on('error', () => {});
  raw.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(raw, 'data');
  raw.end(data);
  raw.resume();
  await once(raw, 'close');
}
