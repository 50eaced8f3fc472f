import { describe, expect, test } from 'vitest';
import { toLimits } from '#lib/core/program/limit-fields.ts';
import { type ProgramFormText, programFormSchema } from './schema.ts';
import { NO_LIMITS_TEXT } from './testing/no-limits-text.ts';

const FORM: ProgramFormText = {
  name: 'Ore, ice, gas and salvage',
  isOpen: true,
  assigneeId: '9100000000001',
  locationIds: [60003760],
  hubId: '60003760',
  basisSide: 'buy',
  basisStatistic: 'top5',
  ratePercent: '92',
  refineYield: '',
  minimumVolume: '',
  sellCapPercent: '',
  lifetimeHours: '72',
  tolerancePercent: '0',
  toleranceIsk: '1.00',
  minimumTotalIsk: '',
  maximumTotalIsk: '5,000,000,000',
  staleAfterMinutes: '120',
  acceptedCategoryIds: [25],
  acceptedGroupIds: [],
  instructions: '',
  ...NO_LIMITS_TEXT,
};

describe('the form of a program', () => {
  test('text as people type it becomes values with units', () => {
    expect(programFormSchema.parse(FORM)).toMatchObject({
      ratePercent: 9_200,
      toleranceIsk: 100n,
      minimumTotalIsk: null,
      maximumTotalIsk: 500_000_000_000n,
    });
  });

  test.each([
    ['0.01', 1],
    ['89.3', 8_930],
    ['99.99', 9_999],
    ['100', 10_000],
  ])('%s %% is %d basis points, without a float on the way', (ratePercent, basisPoints) => {
    expect(programFormSchema.parse({ ...FORM, ratePercent }).ratePercent).toBe(basisPoints);
  });

  test.each([
    ['ratePercent', '100.01'],
    ['ratePercent', '112'],
    ['ratePercent', '0'],
    ['ratePercent', '92.555'],
    ['ratePercent', '-5'],
    ['ratePercent', '9e1'],
    ['ratePercent', ''],
    ['name', ' a '],
    ['name', 'Ore\0and ice'],
    ['instructions', 'half a \ud800 character'],
    ['assigneeId', 'Ageira'],
    ['assigneeId', '99999999999999999'],
    ['lifetimeHours', '0'],
    ['lifetimeHours', '337'],
    ['lifetimeHours', '1.5'],
    ['tolerancePercent', '10.01'],
    ['toleranceIsk', '-1'],
    ['toleranceIsk', '1.005'],
    ['toleranceIsk', '1,50'],
    ['minimumTotalIsk', '1,5'],
    ['minimumTotalIsk', '1.500,00'],
    ['minimumTotalIsk', '1,000 000'],
    ['maximumTotalIsk', '10,000,000,000,000'],
    ['minimumTotalIsk', 'a lot'],
    ['maximumTotalIsk', '99999999999999'],
    ['staleAfterMinutes', '5'],
    ['instructions', 'x'.repeat(2_001)],
  ] as const)('%s cannot be %j, and a sentence says so beside it', (field, text) => {
    const { error } = programFormSchema.safeParse({ ...FORM, [field]: text });

    expect(error?.issues).toMatchObject([{ path: [field], message: expect.stringMatching(/\.$/) }]);
  });

  test('no place, no kind of items, or a maximum below the minimum is refused', () => {
    const refused = (change: Partial<ProgramFormText>) =>
      programFormSchema.safeParse({ ...FORM, ...change }).error?.issues[0]?.path;

    expect(refused({ locationIds: [] })).toEqual(['locationIds']);
    expect(refused({ acceptedCategoryIds: [] })).toEqual(['acceptedCategoryIds']);
    expect(refused({ minimumTotalIsk: '2', maximumTotalIsk: '1' })).toEqual(['maximumTotalIsk']);
  });

  test('fees and limits become values with units', () => {
    const values = programFormSchema.parse({
      ...FORM,
      haulingPerM3Isk: '120',
      densityLimitIsk: '1,000.50',
      densityTaxPercent: '12.5',
      salePercent: '2',
      saleUntil: '2026-11-24 11:00',
      dailyCapIsk: '10,000,000,000',
      pilotDailyCapIsk: '',
      takesDonations: true,
    });
    expect(toLimits(values)).toEqual({
      haulingPerM3Isk: 12_000n,
      density: { limitPerM3Isk: 100_050n, taxBp: 1_250 },
      sale: { bonusBp: 200, from: null, until: new Date('2026-11-24T11:00:00Z') },
      dailyCapIsk: 1_000_000_000_000n,
      pilotDailyCapIsk: null,
      takesDonations: true,
    });
  });

  test.each([
    { name: 'a tax without a limit', change: { densityTaxPercent: '5' }, path: 'densityLimitIsk' },
    { name: 'a sale without an end', change: { salePercent: '2' }, path: 'saleUntil' },
    {
      name: 'an end without a sale',
      change: { saleUntil: '2026-11-24 11:00' },
      path: 'salePercent',
    },
    {
      name: 'a sale that ends before it begins',
      change: { salePercent: '2', saleFrom: '2026-11-24 11:00', saleUntil: '2026-11-24 11:00' },
      path: 'saleUntil',
    },
    { name: 'a day that is none', change: { saleUntil: '2026-02-30 11:00' }, path: 'saleUntil' },
    { name: 'a bonus above a half', change: { salePercent: '50.01' }, path: 'salePercent' },
    { name: 'free transport as 0', change: { haulingPerM3Isk: '0' }, path: 'haulingPerM3Isk' },
    { name: 'half of Europe’s comma', change: { dailyCapIsk: '1,5' }, path: 'dailyCapIsk' },
    {
      name: 'a day that is less than one quote',
      change: { minimumTotalIsk: '100', dailyCapIsk: '99.99' },
      path: 'dailyCapIsk',
    },
    {
      name: 'a pilot who may sell less than one quote',
      change: { minimumTotalIsk: '100', pilotDailyCapIsk: '99' },
      path: 'pilotDailyCapIsk',
    },
    {
      name: 'a pilot who may sell more than all',
      change: { dailyCapIsk: '100', pilotDailyCapIsk: '101' },
      path: 'pilotDailyCapIsk',
    },
  ])('$name is refused at its field', ({ change, path }) => {
    const parsed = programFormSchema.safeParse({ ...FORM, ...change });
    expect(parsed.error?.issues.map((issue) => issue.path)).toContainEqual([path]);
  });
});
