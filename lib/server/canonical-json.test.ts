import { describe, expect, test } from 'vitest';
import { CanonicalJson, hashJson, toCanonicalJson } from './canonical-json.ts';

describe('canonical JSON', () => {
  test('the order of keys does not matter, at any depth', () => {
    expect(toCanonicalJson({ b: 1, a: { d: [{ y: 1, x: 2 }], c: null } })).toBe(
      '{"a":{"c":null,"d":[{"x":2,"y":1}]},"b":1}',
    );
  });

  test('money, times and bytes are text, and absent is absent', () => {
    const value = {
      total: 125_000_000_00n,
      at: new Date('2026-11-22T10:00:00Z'),
      hash: new Uint8Array([1, 255]),
      gone: undefined,
    };
    expect(toCanonicalJson(value)).toBe(
      '{"at":"2026-11-22T10:00:00.000Z","hash":"01ff","total":"12500000000"}',
    );
  });

  test('what comes back from the database hashes to the same', () => {
    const value = { price: 0.1, big: 1e21, text: 'Ünï', list: [3, 1] };
    expect(hashJson(JSON.parse(JSON.stringify(value)))).toEqual(hashJson(value));
  });

  test('what is written already stands for itself', () => {
    const value = { total: 5n, items: [{ b: 1, a: new Date(0) }] };
    expect(hashJson({ z: 1, after: new CanonicalJson(value) })).toEqual(
      hashJson({ z: 1, after: value }),
    );
  });

  test('what JSON cannot hold is refused', () => {
    expect(() => toCanonicalJson({ a: Number.NaN })).toThrow(TypeError);
    expect(() => toCanonicalJson(() => 1)).toThrow(TypeError);
  });
});
