import { describe, expect, test } from 'vitest';
import { dayOf, findCapRefusal, leftOf } from './daily-cap.ts';

const B = 100_000_000_000n;

test.each([
  ['2026-11-22T00:00:00.000Z', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['2026-11-22T23:59:59.999Z', '2026-11-22T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['2028-02-29T12:00:00.000Z', '2028-02-29T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
])('%s is in the day from %s to %s', (at, from, until) => {
  expect(dayOf(new Date(at))).toEqual({ from: new Date(from), until: new Date(until) });
});

describe('findCapRefusal', () => {
  test.each([
    { caps: '- -', use: '9 9', total: 9n * B, reason: undefined },
    { caps: '10 -', use: '9 0', total: B, reason: undefined },
    { caps: '10 -', use: '9 0', total: B + 1n, reason: 'over-daily-cap' },
    { caps: '10 -', use: '11 0', total: 1n, reason: 'over-daily-cap' },
    { caps: '10 -', use: '0 guest', total: B, reason: undefined },
    { caps: '10 2', use: '0 guest', total: B, reason: 'sign-in-needed' },
    { caps: '10 2', use: '1 1', total: B, reason: undefined },
    { caps: '10 2', use: '1 1', total: B + 1n, reason: 'over-pilot-cap' },
    { caps: '- 2', use: '99 0', total: 2n * B, reason: undefined },
    // The pilot's own first: that one they can do something about.
    { caps: '10 2', use: '10 2', total: B, reason: 'over-pilot-cap' },
  ])('caps $caps, used $use, $total more: $reason', ({ caps, use, total, reason }) => {
    const [daily = '', ofPilot = ''] = caps.split(' ');
    const [program = '', pilot = ''] = use.split(' ');
    const refusal = findCapRefusal(
      { dailyCapIsk: read(daily), pilotDailyCapIsk: read(ofPilot) },
      { program: BigInt(program) * B, pilot: pilot === 'guest' ? null : BigInt(pilot) * B },
      total,
    );
    expect(refusal?.reason).toBe(reason);
  });

  test('a refusal says which limit, by how much, and what to do', () => {
    const caps = { dailyCapIsk: 10n * B, pilotDailyCapIsk: null };
    const use = { program: 8n * B, pilot: null };
    expect(findCapRefusal(caps, use, 3n * B)?.sentence).toBe(
      'This program buys for 10,000,000,000 ISK a day. Of that 2,000,000,000 are left today, and this is 1,000,000,000 more. Sell less now, or come back after 00:00 EVE.',
    );
    const own = { dailyCapIsk: null, pilotDailyCapIsk: 250n };
    expect(findCapRefusal(own, { program: 0n, pilot: 300n }, 100n)?.sentence).toBe(
      'From each pilot this program buys for 2.50 ISK a day. Of yours 0 are left today, and this is 1 more. Sell less now, cancel an open quote that you do not need, or come back after 00:00 EVE.',
    );
  });
});

test('of a cap that was lowered below what is used, nothing is left', () => {
  expect(leftOf(5n, 9n)).toBe(0n);
  expect(leftOf(null, 9n)).toBeNull();
});

function read(cap: string): bigint | null {
  return cap === '-' ? null : BigInt(cap) * B;
}
