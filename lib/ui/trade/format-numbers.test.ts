import { describe, expect, test } from 'vitest';
import {
  formatPercent,
  formatShortIsk,
  formatShortUnits,
  formatSignedUnits,
  formatUnits,
  formatVolume,
} from './format-numbers.ts';

describe('numbers on screen', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [184_000, '184,000'],
    [-1_000, '−1,000'],
  ])('%d units read %s', (units, text) => {
    expect(formatUnits(units)).toBe(text);
  });

  test.each([
    [0, '0'],
    [5, '+5'],
    [-1_000, '−1,000'],
  ])('a difference of %d shows its sign: %s', (units, text) => {
    expect(formatSignedUnits(units)).toBe(text);
  });

  test.each([
    [100_444.64, '100,444.64'],
    [0.01, '0.01'],
    [1_000, '1,000.00'],
  ])('%d m³ read %s', (volumeM3, text) => {
    expect(formatVolume(volumeM3)).toBe(text);
  });

  test.each([
    [9_200, '92'],
    [8_930, '89.3'],
    [5, '0.05'],
  ])('%d basis points read %s percent', (rateBp, text) => {
    expect(formatPercent(rateBp)).toBe(text);
  });

  test.each([
    [81_111_111_111n, '811.1\u00a0M'],
    [500_000_000_000n, '5\u00a0B'],
    [12_300n, '123'],
  ])('%d hundredths in short read %s', (amount, text) => {
    expect(formatShortIsk(amount)).toBe(text);
  });

  test.each([
    [0, '0'],
    [999, '999'],
    [2_500_000, '2.5\u00a0M'],
    [16_000_000_000, '16\u00a0B'],
  ])('%d units in short read %s', (units, text) => {
    expect(formatShortUnits(units)).toBe(text);
  });
});
