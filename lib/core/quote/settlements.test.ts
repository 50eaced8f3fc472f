import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type SettlingContract, settlementsFor } from './settlements.ts';

// Properties run thousands of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: 60_000 });

describe('settlementsFor', () => {
  test.each([
    {
      name: 'a waiting contract settles nothing',
      contracts: ['1 outstanding valid 100'],
      parts: [],
    },
    {
      name: 'an accepted one settles its price',
      contracts: ['1 finished valid 100'],
      parts: ['1 #1 100'],
    },
    {
      name: 'a gift settles what was paid',
      contracts: ['1 finished valid 97'],
      parts: ['1 #1 97'],
    },
    {
      name: 'an ISK of tolerance is not booked above the quote',
      contracts: ['1 finished valid 101'],
      parts: ['1 #1 100'],
    },
    { name: 'a wrong one settles nothing', contracts: ['1 finished fix-needed 100'], parts: [] },
    {
      name: 'parts are numbered in the order of acceptance',
      contracts: ['2 finished valid 60', '1 finished valid 40'],
      parts: ['1 #1 40', '2 #2 60'],
    },
    {
      name: 'the one that was accepted first is the first, whatever its number',
      contracts: ['1 finished valid 60 @2', '2 finished valid 60 @1'],
      parts: ['2 #1 60', '1 #2 40'],
    },
    {
      name: 'of two that were accepted in the same minute the lower number is the first',
      contracts: ['2 finished valid 60 @1', '1 finished valid 60 @1'],
      parts: ['1 #1 60', '2 #2 40'],
    },
    {
      name: 'one that the issuer or the trader has finished settles like another',
      contracts: ['1 finished_issuer valid 40', '2 finished_contractor valid 60'],
      parts: ['1 #1 40', '2 #2 60'],
    },
    {
      name: 'a part settles no more than it is worth, nor more than was paid for it',
      contracts: ['1 finished valid 41 worth:40', '2 finished valid 57 worth:60'],
      parts: ['1 #1 40', '2 #2 57'],
    },
    {
      name: 'the rest is settled to the last hundredth',
      contracts: ['1 finished valid 99', '2 finished valid 99'],
      parts: ['1 #1 99', '2 #2 1'],
    },
    { name: 'one without a price settles nothing', contracts: ['1 finished valid'], parts: [] },
    {
      name: 'a near miss settles nothing',
      contracts: ['1 finished valid 100 near-miss'],
      parts: [],
    },
    {
      name: 'a second full payment finds nothing left',
      contracts: ['1 finished valid 100', '2 finished valid 100'],
      parts: ['1 #1 100'],
    },
    {
      name: 'what is written already is left alone',
      settled: ['1 #1 40'],
      contracts: ['1 finished valid 40', '2 finished valid 60'],
      parts: ['2 #2 60'],
    },
  ])('$name', ({ contracts, parts, settled = [] as string[] }) => {
    const result = settlementsFor(100n, contracts.map(contract), settled.map(part));

    expect(result.map((each) => `${each.contractId} #${each.part} ${each.amount}`)).toEqual(parts);
  });

  test('never more than the quote, never a contract or a part twice, however often it is asked', () => {
    const anyContracts = fc.array(
      fc.record({
        contractId: fc.integer({ min: 1, max: 6 }),
        status: fc.constantFrom('finished', 'outstanding'),
        verdict: fc.constantFrom('valid' as const, 'fix-needed' as const),
        relation: fc.constantFrom('named' as const, 'near-miss' as const),
        price: fc.bigInt({ min: 0n, max: 150n }),
        dateIssued: fc.constant(new Date(0)),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(anyContracts, anyContracts, (first, second) => {
        const early = settlementsFor(100n, first, []);
        const all = [...early, ...settlementsFor(100n, [...first, ...second], early)];

        expect(all.reduce((sum, { amount }) => sum + amount, 0n)).toBeLessThanOrEqual(100n);
        expect(all.every(({ amount }) => amount > 0n)).toBe(true);
        expect(new Set(all.map(({ contractId }) => contractId)).size).toBe(all.length);
        expect(all.map(({ part: number }) => number)).toEqual(all.map((_, i) => i + 1));
        expect(settlementsFor(100n, [...first, ...second], all)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Read `'1 finished valid 100'`: contract 1, accepted at minute 1. Behind it `@2`, `worth:40` or `near-miss`. */
function contract(text: string): SettlingContract {
  const [id = '', status = '', verdict, price, flag = ''] = text.split(' ');
  const minute = flag.startsWith('@') ? flag.slice(1) : id;
  return {
    contractId: Number(id),
    status,
    verdict: verdict === 'valid' ? 'valid' : 'fix-needed',
    relation: flag === 'near-miss' ? 'near-miss' : 'named',
    ...(price !== undefined && { price: BigInt(price) }),
    ...(flag.startsWith('worth:') && { partValue: BigInt(flag.slice(6)) }),
    dateIssued: new Date(0),
    dateCompleted: new Date(Number(minute) * 60_000),
  };
}

function part(text: string) {
  const [id, number = '', amount = ''] = text.split(' ');
  return { contractId: Number(id), part: Number(number.slice(1)), amount: BigInt(amount) };
}
