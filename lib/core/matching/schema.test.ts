import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { matchContract } from './match-contract.ts';
import { matchInputSchema } from './schema.ts';

// Properties run thousands of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: 60_000 });

const EXAMPLE = {
  quote: {
    code: 'AT-7K3M9QX2',
    createdAt: '2026-11-20T10:00:00Z',
    expiresAt: '2026-11-23T10:00:00Z',
    side: 'buys',
    totalIsk: '125000000.00',
    locationId: 60003760,
    lines: [{ typeId: 1230, quantity: 1000000 }],
  },
  program: {
    assigneeId: 90000001,
    locationIds: [60003760],
    toleranceBp: 0,
    toleranceIsk: '1.00',
    issuerIds: [91000001, 91000002],
  },
  contract: {
    contract_id: 200000001,
    type: 'item_exchange',
    status: 'outstanding',
    availability: 'personal',
    issuer_id: 91000001,
    issuer_corporation_id: 98000002,
    assignee_id: 90000001,
    acceptor_id: 0,
    for_corporation: false,
    date_issued: '2026-11-20T11:00:00Z',
    date_expired: '2026-12-04T11:00:00Z',
    start_location_id: 60003760,
    title: 'AT-7K3M-9QX2',
    price: 124999999.99999999,
    volume: 100000,
  },
  items: [
    { record_id: 1, type_id: 1230, quantity: 1000000, is_included: true, is_singleton: false },
  ],
  now: '2026-11-20T11:05:00Z',
};

describe('matchInputSchema', () => {
  test("reads ESI's contract as ESI gives it", () => {
    const input = matchInputSchema.parse(EXAMPLE);

    expect(input.contract).toMatchObject({ contractId: 200000001, price: 12_500_000_000n });
    expect(input.contract).not.toHaveProperty('reward');
    expect(matchContract(input).verdict).toBe('valid');
  });

  test('drops fields that ESI adds without notice', () => {
    const contract = { ...EXAMPLE.contract, insurance: { payout: 1 } };
    const input = matchInputSchema.parse({ ...EXAMPLE, contract });

    expect(input.contract).not.toHaveProperty('insurance');
  });

  test('takes statuses and types that are new', () => {
    const contract = { ...EXAMPLE.contract, status: 'paused', type: 'gift' };

    expect(matchInputSchema.safeParse({ ...EXAMPLE, contract }).success).toBe(true);
  });

  test.each([
    ['a price that is text', { contract: { ...EXAMPLE.contract, price: '1' } }],
    ['a price beyond all ISK', { contract: { ...EXAMPLE.contract, price: 1e17 } }],
    ['a count with a fraction', { items: [{ ...EXAMPLE.items[0], quantity: 1.5 }] }],
    ['an id beyond 2^53', { items: [{ ...EXAMPLE.items[0], type_id: 2 ** 53 }] }],
    ['a date that is none', { now: 'yesterday' }],
    ['a total with three decimals', { quote: { ...EXAMPLE.quote, totalIsk: '1.001' } }],
    ['a side that it cannot judge', { quote: { ...EXAMPLE.quote, side: 'barters' } }],
  ])('refuses %s', (_what, change) => {
    expect(matchInputSchema.safeParse({ ...EXAMPLE, ...change }).success).toBe(false);
  });

  test('a mutated input is refused or matched, and never breaks anything', () => {
    const anyPath = fc.constantFrom(
      ...Object.entries(EXAMPLE).flatMap(([part, value]) =>
        typeof value === 'object' ? Object.keys(value).map((key) => [part, key] as const) : [],
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(anyPath, fc.anything()), { maxLength: 3 }), (mutations) => {
        const mutated: Record<string, Record<string, unknown>> = JSON.parse(
          JSON.stringify(EXAMPLE),
        );
        for (const [[part, key], value] of mutations) {
          const section = mutated[part];
          if (section) section[key] = value;
        }
        const read = matchInputSchema.safeParse(mutated);
        if (read.success) expect(matchContract(read.data).findings).toHaveLength(18);
      }),
      { numRuns: 2_000 },
    );
  });
});
