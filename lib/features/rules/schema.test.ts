import { describe, expect, test } from 'vitest';
import { fillRule } from './testing/fill-rule.ts';

describe('a rule’s form', () => {
  test.each([
    ['2026-11-24 11:00', '2026-11-24T11:00:00.000Z'],
    [' 2026-11-24T11:00 ', '2026-11-24T11:00:00.000Z'],
    ['2028-02-29 23:59', '2028-02-29T23:59:00.000Z'],
  ])('%s is EVE time', (validUntil, at) => {
    expect(fillRule({ validUntil }).validUntil?.toISOString()).toBe(at);
  });

  test.each([
    '2026-02-29 11:00',
    '2026-11-24 24:00',
    '2026-13-01 00:00',
    '24.11.2026',
    '2026-11-24',
  ])('%s is no time', (validUntil) => {
    expect(() => fillRule({ validUntil })).toThrow('A day and a time');
  });

  test('ends after it begins', () => {
    const times = { validFrom: '2026-11-24 11:00', validUntil: '2026-11-24 11:00' };
    expect(() => fillRule(times)).toThrow('It would end before it begins.');
  });

  test('is for something', () => {
    expect(() => fillRule({ scope: null })).toThrow('Choose what the rule is for.');
  });

  test.each(['0', '100.01', '1,5', '-5', '1e2', '95.123'])('%s is no rate', (ratePercent) => {
    expect(() => fillRule({ ratePercent })).toThrow('Between 0.01 and 100');
  });

  test('a refusal has no price, whatever was typed before', () => {
    const typed = { action: 'refuse', ratePercent: '95', hubId: '60008494' } as const;
    expect(fillRule(typed)).toMatchObject({ basis: null, rateBp: null });
    expect(fillRule({ ...typed, action: 'accept' })).toMatchObject({
      basis: { hubId: 60008494, side: 'buy', statistic: 'top5' },
      rateBp: 9_500,
    });
  });
});
