import { Duplex, duplexPair } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WormholeProtocolError } from './errors.ts';
import { FrameReader } from './frame-reader.ts';
import { createStreamChannel } from './stream-channel.ts';
import { Wormhole } from './wormhole.ts';

function toBytes(text: string): Buffer {
  const bytes = Buffer.alloc(4 + Buffer.byteLength(text));
  bytes.writeUInt32BE(bytes.length - 4, 0);
  bytes.write(text, 4);
  return bytes;
}

describe('a stream of bytes', () => {
  test('is cut into the same messages wherever it was cut before', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 8 });
    fc.assert(
      fc.property(
        texts,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (all, sizes) => {
          const bytes = Buffer.concat(all.map(toBytes));
          const reader = new FrameReader(1_000);
          const read: string[] = [];
          for (let start = 0, part = 0; start < bytes.length; part += 1) {
            const end = start + (sizes[part % sizes.length] ?? 1);
            for (const body of reader.read(bytes.subarray(start, end))) read.push(body.toString());
            start = end;
          }
          expect(read).toEqual(all);
        },
      ),
    );
  });

  test('does not keep the pieces of a message where they are very small', () => {
    const reader = new FrameReader(2_000_000);
    const text = Array.from({ length: 200_000 }, (_, index) => index % 10).join('');
    const bytes = toBytes(text);
    const read: string[] = [];
    const sizes = [1, 7, 1_000, 3_000, 900];
    for (let start = 0, part = 0; start < bytes.length; part += 1) {
      const end = start + (sizes[part % sizes.length] ?? 1);
      const piece = Buffer.from(bytes.subarray(start, end));
      for (const body of reader.read(piece)) read.push(body.toString());
      // Copied, it does not matter any more; kept, it would be wrong from now on.
      if (part > 0 && piece.length < 1_024) piece.fill(0);
      start = end;
    }
    expect(read).toEqual([text]);
  });

  test('that announces too long a message is refused before any of it is kept', () => {
    const reader = new FrameReader(10);
    expect(() => [...reader.read(toBytes('x'.repeat(11)).subarray(0, 4))]).toThrow(
      WormholeProtocolError,
    );
    expect([...new FrameReader(10).read(toBytes('x'.repeat(10)))]).toHaveLength(1);
  });
});

describe('a wormhole over a stream', () => {
  function open() {
    const [source, other] = duplexPair();
    const wormhole = new Wormhole(createStreamChannel(source, { maxMessageBytes: 1_000 }));
    wormhole.define('echo', (value: unknown) => value);
    const problems: unknown[] = [];
    wormhole.on('error', (error) => problems.push(error));
    const received: Buffer[] = [];
    other.on('data', (chunk: Buffer) => received.push(chunk));
    other.on('error', () => {});
    return { wormhole, other, problems, received };
  }

  test('outlives a message that is no JSON', async () => {
    const { other, problems, received } = open();
    other.write(toBytes('{'));
    other.write(toBytes('["~c",1,"echo",["alive"]]'));
    await expect.poll(() => Buffer.concat(received).toString()).toContain('["~r",1,"alive"]');
    expect(problems).toEqual([expect.any(WormholeProtocolError)]);
  });

  test('ends with a message that is too long, and says why', async () => {
    const { wormhole, other } = open();
    const pending = wormhole.command('any');
    other.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    await expect(pending).rejects.toThrow(/longer than 1000/);
    expect(wormhole.connected).toBe(false);
  });

  test('refuses to send what the other end would not take', async () => {
    const { wormhole } = open();
    await expect(wormhole.command('echo', 'x'.repeat(2_000))).rejects.toMatchObject({
      code: 'ERR_WORMHOLE_VALUE',
      cause: expect.any(RangeError),
    });
    wormhole.disconnect();
  });

  test('is cut off where the other end does not hang up, or is read no further', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const [source, other] = duplexPair({ allowHalfOpen: true });
    other.on('error', () => {});
    other.resume();
    const wormhole = new Wormhole(createStreamChannel(source));
    let served = 0;
    wormhole.define('count', () => {
      served += 1;
    });
    wormhole.disconnect();
    other.write(toBytes('["~c",1,"count",[]]'));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(source.destroyed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(source.destroyed).toBe(true);
    expect(served).toBe(0);
    expect(vi.getTimerCount()).toBe(0);

    const [held] = duplexPair();
    const channel = createStreamChannel(held);
    const heldUp = new Wormhole(channel);
    channel.pause?.();
    heldUp.disconnect();
    expect(held.destroyed).toBe(true);
  });

  test('tells a stream that broke from one that ended', async () => {
    const source = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const wormhole = new Wormhole(createStreamChannel(source));
    const pending = wormhole.command('any');
    source.destroy(new Error('reset by peer'));
    await expect(pending).rejects.toThrow(/reset by peer/);
  });
});
