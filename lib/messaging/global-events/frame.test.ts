import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { Framer, readFrame } from './frame.ts';

const frameOf = (framer: Framer, ...data: unknown[]) =>
  Buffer.from(framer.join(data.map((each) => framer.write(each))));

describe.each(['msgpack', 'json'] as const)('a frame of %s', (format) => {
  test.each([
    { name: 'null', data: null },
    { name: 'zero', data: 0 },
    { name: 'false', data: false },
    { name: 'an empty text', data: '' },
    { name: 'an empty list', data: [] },
    { name: 'an object', data: { title: 'é ✓ "\\/', list: [1, { deep: true }] } },
  ])('carries $name as it was', ({ data }) => {
    expect(readFrame(frameOf(new Framer(format), data))).toEqual([data]);
    expect(readFrame(frameOf(new Framer(format), 1, data, 2))).toEqual([1, data, 2]);
  });

  test('is known by its sender, and by nobody else', () => {
    const [own, other] = [new Framer(format), new Framer(format)];
    const frame = frameOf(own, { a: 1 });
    expect(own.isOwn(frame)).toBe(true);
    expect(other.isOwn(frame)).toBe(false);
    expect(own.isOwn(frame.subarray(0, 5))).toBe(false);
    expect(own.isOwn(Buffer.alloc(0))).toBe(false);
  });

  test('that was changed anywhere is read or refused, and nothing else happens', () => {
    const data = { code: 'AT-7K3M-9QX2', lines: [{ typeId: 34, units: 5 }] };
    const frame = frameOf(new Framer(format), data, data);
    const change = fc.tuple(fc.nat(frame.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const damaged = Buffer.from(frame);
        for (const [at, byte] of changes) damaged[at] = byte;
        try {
          readFrame(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }),
      { numRuns: 10_000 },
    );
  });
});

test.each([
  { name: 'a date', data: new Date('2026-11-22T10:00:00.123Z') },
  { name: 'a bigint', data: 12_500_000_000n },
  { name: 'a bigint beyond 64 bits', data: 2n ** 70n },
  { name: 'a set', data: new Set([1, 'a']) },
  { name: 'undefined', data: undefined },
  { name: 'binary data', data: Buffer.from([0, 255, 10]) },
])('MessagePack keeps $name', ({ data }) => {
  expect(readFrame(frameOf(new Framer('msgpack'), { data }))[0]).toEqual({ data });
});

test.each([
  { name: 'nothing', frame: Buffer.alloc(0) },
  { name: 'a text that is neither', frame: Buffer.from('\xc1\xc1') },
  { name: 'half of JSON', frame: Buffer.from('["a",{"b":') },
  { name: 'a list of one', frame: Buffer.from('["a"]') },
  { name: 'a list of very many', frame: Buffer.from(`["a"${',1'.repeat(2_000)}]`) },
  { name: 'a sender that is no text', frame: Buffer.from('[1,2]') },
  { name: 'a sender longer than the frame', frame: Buffer.from('92bf61', 'hex') },
  { name: 'a sender and no data', frame: Buffer.from('92a161', 'hex') },
  { name: 'a sender, data, and more', frame: Buffer.from('92a1610102', 'hex') },
  { name: 'a bare number', frame: Buffer.from([7]) },
  { name: 'a list of four thousand million', frame: Buffer.from('ddffffffff', 'hex') },
  { name: 'a map of four thousand million', frame: Buffer.from('92a161dfffffffff', 'hex') },
  { name: 'an unknown extension', frame: Buffer.from('92a161d42a00', 'hex') },
  {
    name: 'lists in lists, a million deep',
    frame: Buffer.concat([Buffer.from('92a161', 'hex'), Buffer.alloc(1_000_000, 0x91)]),
  },
  { name: 'JSON of that depth', frame: Buffer.from(`["a",${'['.repeat(1_000_000)}`) },
])('$name is refused', ({ frame }) => {
  expect(() => readFrame(frame)).toThrow();
});

test.each(['msgpack', 'json'] as const)('__proto__ in %s pollutes nothing', (format) => {
  const hostile = '["x",{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]';
  const frame =
    format === 'json'
      ? Buffer.from(hostile)
      : new Packr({ useRecords: false }).pack(JSON.parse(hostile));
  const data = readFrame(frame)[0] as { polluted?: unknown };
  expect(data.polluted).toBeUndefined();
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
