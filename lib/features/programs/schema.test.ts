import { describe, expect, test } from 'vitest';
import { type ProgramFormText, programFormSchema } from './schema.ts';

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
});
