import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WormholeProtocolError, WormholeValueError } from './errors.ts';
import { decodeRich, encodeRich } from './rich-values.ts';
import { RICH, weighJson } from './weigh-json.ts';

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  maxDepth: 4,
});

const travel = (value: unknown) => decodeRich(JSON.parse(JSON.stringify(encodeRich(value))));

describe('encoded values', () => {
  test('come back as they went', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(travel(value)).toStrictEqual(structuredClone(value));
      }),
      { numRuns: 2_000 },
    );
  });

  test('keep who is who: cycles and shared objects', () => {
    const shared = { name: 'Jita' };
    const value: Record<string, unknown> = { a: shared, b: [shared], map: new Map() };
    value.self = value;
    (value.map as Map<unknown, unknown>).set(shared, value);
    const back = travel(value) as typeof value & { a: object; b: object[] };

    expect(back.self).toBe(back);
    expect(back.b[0]).toBe(back.a);
    expect((back.map as Map<unknown, unknown>).get(back.a)).toBe(back);
  });

  test('may be nested a hundred thousand deep', () => {
    let value: unknown[] = [];
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    let back = travel(value) as unknown[];
    let depth = 0;
    for (; back.length > 0; depth += 1) back = back[0] as unknown[];
    expect(depth).toBe(100_000);
  });

  test('may be a list longer than a call has arguments', () => {
    const value = Array.from({ length: 300_000 }, () => undefined);
    expect(travel(value)).toEqual(value);
    expect((travel(new Set(value.keys())) as Set<number>).size).toBe(300_000);
    expect(
      (travel({ map: new Map(value.entries()) }) as { map: Map<number, unknown> }).map.size,
    ).toBe(300_000);
  });

  test('are no functions and no symbols', () => {
    expect(() => encodeRich({ run: () => 1 })).toThrow(WormholeValueError);
    expect(() => encodeRich([Symbol('a')])).toThrow(WormholeValueError);
  });

  test('reach no prototype', () => {
    const value = JSON.parse('{"__proto__":{"polluted":true},"a":1}');
    const back = travel({ value, rich: undefined }) as { value: object };
    expect(Object.keys(back.value)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(back.value)).toBe(Object.prototype);
  });

  test.each([
    ['nothing', undefined],
    ['no list', {}],
    ['an empty list', []],
    ['an unknown kind', [['?']]],
    ['an inherited kind of bytes', [['b', 'constructor', '']]],
    ['a missing node', [['a', 7]]],
    ['a node by a text', [['a', 'length']]],
    ['a field without a name', [['o', 1, 0]]],
    ['a bigint of no digits', [['n', '1e9']]],
    ['a bigint that takes seconds', [['n', '9'.repeat(1_000_000)]]],
    ['a regular expression that is none', [['x', '(', 'g']]],
    ['bytes that make no whole numbers', [['b', 'Float64Array', 'AAAA']]],
  ])('are refused when they are %s', (_name, nodes) => {
    expect(() => decodeRich(nodes)).toThrow(WormholeProtocolError);
  });

  test.each(['f', 'e', 'x', 'd', 'n', 'b'])(
    'of kind %s are no objects that pass for text',
    (kind) => {
      const text = { toString: 1, valueOf: 2 };
      const decode = () => decodeRich([[kind, text, text]]);
      if (kind === 'd') expect(decode()).toEqual(new Date(Number.NaN));
      else expect(decode).toThrow(WormholeProtocolError);
    },
  );

  test('of any other shape are refused or read, never worse', () => {
    const node = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.tuple(fc.constantFrom(...'aomsudfnxeb'), fc.jsonValue(), fc.jsonValue()),
    );
    fc.assert(
      fc.property(fc.array(node), (nodes) => {
        try {
          decodeRich(nodes);
        } catch (error) {
          expect(error).toBeInstanceOf(WormholeProtocolError);
        }
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('values that need no encoding', () => {
  test('are exactly those that JSON brings back', () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.jsonValue({ maxDepth: 4 })), (value) => {
        if (weighJson(value) === RICH) return;
        expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      }),
      { numRuns: 3_000 },
    );
    expect(weighJson({ a: [1, 'text', true, null, { b: -1.5 }] })).toBeGreaterThan(0);
  });

  test.each([
    ['undefined within', [undefined]],
    ['a hole', new Array(1)],
    ['a field that is undefined', { a: undefined }],
    ['a date', [new Date()]],
    ['NaN', { a: Number.NaN }],
    ['minus zero', [-0]],
    ['a class of its own', [new (class Ore {})()]],
  ])('are not %s', (_name, value) => {
    expect(weighJson(value)).toBe(RICH);
  });

  test('are not nested deeper than JSON may be trusted with', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(weighJson(cycle)).toBe(RICH);
  });
});
