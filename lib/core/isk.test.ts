import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  applyRateBp,
  floorToWholeIsk,
  formatIsk,
  iskFromNumber,
  parseIsk,
  toIskText,
} from './isk.ts';
import { iskSchema } from './isk-schema.ts';

// Properties run thousands of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: 60_000 });

const MAX_HUNDREDTHS = 10n ** 18n - 1n;
const anyAmount = fc.bigInt({ min: -MAX_HUNDREDTHS, max: MAX_HUNDREDTHS });

describe('ISK as text', () => {
  test.each([
    ['0', 0n],
    ['0.5', 50n],
    ['0.05', 5n],
    ['125000000.00', 12_500_000_000n],
    ['-1.10', -110n],
    ['9999999999999999.99', MAX_HUNDREDTHS],
  ])('"%s" is read', (text, amount) => {
    expect(parseIsk(text)).toBe(amount);
  });

  test.each(['', '1,000', '1.000', '.5', '1.', '+1', '1e3', ' 1', '1 ISK', '12345678901234567'])(
    '"%s" is refused',
    (text) => {
      expect(() => parseIsk(text)).toThrow(RangeError);
      expect(iskSchema.safeDecode(text).success).toBe(false);
    },
  );

  test('what is written reads back the same', () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        expect(parseIsk(toIskText(amount))).toBe(amount);
        expect(iskSchema.decode(iskSchema.encode(amount))).toBe(amount);
      }),
    );
  });

  test.each([
    [0n, '0.00', '0'],
    [99n, '0.99', '0'],
    [-50n, '−0.50', '0'],
    [100_000n, '1,000.00', '1,000'],
    [-123_456_789n, '−1,234,567.89', '−1,234,567'],
    [99_999n, '999.99', '999'],
  ])('%s hundredths are shown as %s, or %s without decimals', (amount, full, whole) => {
    expect(formatIsk(amount)).toBe(full);
    expect(formatIsk(amount, { decimals: false })).toBe(whole);
  });
});

describe("ESI's numbers", () => {
  test.each([
    [603999999.9999999, 60_400_000_000n],
    [0.29, 29n],
    [1.1, 110n],
    [-0.01, -1n],
    [90071992547409.91, 9_007_199_254_740_991n],
    [1e15, 10n ** 17n],
    [1e16, 10n ** 18n],
    [-1e16, -(10n ** 18n)],
  ])('%d becomes %s hundredths', (isk, amount) => {
    expect(iskFromNumber(isk)).toBe(amount);
  });

  test('every amount that a double can hold to the hundredth survives', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 46), max: 2 ** 46 }), (hundredths) => {
        expect(iskFromNumber(hundredths / 100)).toBe(BigInt(hundredths));
      }),
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e17, -1e17])('%d is refused', (isk) => {
    expect(() => iskFromNumber(isk)).toThrow(RangeError);
  });
});

describe('rounding', () => {
  test.each([
    [199n, 100n],
    [200n, 200n],
    [-1n, -100n],
    [-100n, -100n],
  ])('%s hundredths are cut down to %s', (amount, whole) => {
    expect(floorToWholeIsk(amount)).toBe(whole);
  });

  test.each([
    { amount: 1_688n, rateBp: 9_200, expected: 1_553n },
    { amount: 1n, rateBp: 5_000, expected: 1n },
    { amount: -1n, rateBp: 5_000, expected: -1n },
    { amount: 1n, rateBp: 4_999, expected: 0n },
    { amount: 100n, rateBp: 0, expected: 0n },
  ])('$amount at $rateBp basis points is $expected, halves away from zero', (row) => {
    expect(applyRateBp(row.amount, row.rateBp)).toBe(row.expected);
  });

  test('a rate is off by at most half a hundredth', () => {
    fc.assert(
      fc.property(anyAmount, fc.integer({ min: 0, max: 30_000 }), (amount, rateBp) => {
        const off = applyRateBp(amount, rateBp) * 10_000n - amount * BigInt(rateBp);
        expect(off <= 5_000n && off >= -5_000n).toBe(true);
      }),
    );
  });

  test.each([0.5, 2 ** 53, Number.NaN])('%d basis points are a bug of the caller', (rateBp) => {
    expect(() => applyRateBp(1n, rateBp)).toThrow(`Not whole basis points: ${rateBp}`);
  });
});
