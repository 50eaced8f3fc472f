import { expect, test } from 'vitest';
import { NO_LIMITS } from '#lib/core/program/limits.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { describeLifetime, describeTerms } from './describe-terms.ts';

const TERMS: ProgramTerms = {
  programId: '019a0000-0000-7000-8000-000000000000',
  programVersion: 1,
  name: 'Ore, ice, gas and salvage',
  side: 'buys',
  codePrefix: 'AT',
  assigneeId: 9100000000001,
  assigneeKind: 'corporation',
  assigneeName: 'Ageira Trade Holdings',
  locations: [{ locationId: 60003760, name: 'Jita IV - Moon 4 - Caldari Navy Assembly Plant' }],
  basis: { hubId: 60003760, hubName: 'Jita', side: 'buy', statistic: 'top5' },
  rateBp: 9_200,
  refineYield: null,
  minimumVolume: null,
  sellCapBp: null,
  lifetimeHours: 72,
  toleranceBp: 0,
  toleranceIsk: 100n,
  minimumTotalIsk: 100_000_000n,
  maximumTotalIsk: 500_000_000_000n,
  staleAfterMinutes: 120,
  acceptedCategoryIds: [25],
  acceptedGroupIds: [],
  instructions: '',
  isOpen: true,
  limits: NO_LIMITS,
};

test.each([
  { change: {}, line: '92\u00a0% of Jita buy · to Jita 4-4 · 1\u00a0M to 5\u00a0B ISK' },
  {
    change: { minimumTotalIsk: null, maximumTotalIsk: null },
    line: '92\u00a0% of Jita buy · to Jita 4-4',
  },
  {
    change: { minimumTotalIsk: null, rateBp: 8_950 },
    line: '89.5\u00a0% of Jita buy · to Jita 4-4 · up to 5\u00a0B ISK',
  },
])('terms fit in one line: $line', ({ change, line }) => {
  expect(describeTerms({ ...TERMS, ...change })).toBe(line);
});

test.each([
  [1, '1 hour'],
  [24, '24 hours'],
  [36, '36 hours'],
  [72, '3 days'],
])('%d hours are called %s', (hours, text) => {
  expect(describeLifetime(hours)).toBe(text);
});
