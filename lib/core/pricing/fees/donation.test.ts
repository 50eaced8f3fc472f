import { expect, test } from 'vitest';
import { toDonation } from './donation.ts';

test.each([
  { total: 10_000n, shareBp: 0, amount: undefined },
  { total: 10_000n, shareBp: 500, amount: 500n },
  // 5 % of 155 ISK are 7.75
  { total: 15_500n, shareBp: 500, amount: 700n },
  { total: 15_500n, shareBp: 1, amount: 0n },
  { total: 15_500n, shareBp: 10_000, amount: 15_500n },
  { total: 99_392_000_000_000_000n, shareBp: 3_333, amount: 33_127_353_600_000_000n },
])('$shareBp bp of $total is $amount', ({ total, shareBp, amount }) => {
  expect(toDonation(total, shareBp)?.amount).toBe(amount);
});

test.each([-1, 10_001, 0.5, Number.NaN])('%d is no share', (shareBp) => {
  expect(() => toDonation(100n, shareBp)).toThrow(RangeError);
});
