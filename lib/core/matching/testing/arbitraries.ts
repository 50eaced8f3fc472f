/**
 * Random contracts: mostly right, with a few slips each, so that every verdict comes up often.
 *
 * @module
 */
import fc from 'fast-check';
import type { MatchContract, MatchInput, MatchItem } from '../match-input.ts';
import { ALT, at, JITA, KEEPSTAR, PILOT, STRANGER, scene, TRADER } from './scene.ts';

const TYPES = [1230, 1228, 35, 22545];
const anyQuantity = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.constantFrom(1_000, 1_001, 2 ** 31, 2 ** 40),
);

const anySlip: fc.Arbitrary<Partial<MatchContract>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ title: '' }) },
  fc.constantFrom('courier', 'auction').map((type) => ({ type })),
  fc.constantFrom('finished', 'rejected', 'cancelled').map((status) => ({ status })),
  fc.constantFrom(ALT, STRANGER).map((issuerId) => ({ issuerId })),
  fc.constantFrom(0, TRADER).map((assigneeId) => ({ assigneeId })),
  fc.constantFrom('public', 'corporation').map((availability) => ({ availability })),
  fc.constantFrom(0n, 1n).map((reward) => ({ reward })),
  fc.constantFrom(0n, 1n).map((collateral) => ({ collateral })),
  fc.constantFrom(KEEPSTAR, 60008494).map((startLocationId) => ({ startLocationId })),
  fc
    .constantFrom('2026-11-20T09:58:59Z', '2026-11-20T09:59:00Z', '2026-11-23T10:00:01Z')
    .map((text) => ({ dateIssued: at(text) })),
  fc
    .constantFrom('2026-11-20T11:05:00Z', '2026-11-20T11:05:01Z')
    .map((text) => ({ dateExpired: at(text) })),
);

/** In hundredths of ISK, below 2^53, as a function of the total: around every limit. */
const anyPriceOf: fc.Arbitrary<(total: bigint) => bigint> = fc.oneof(
  { weight: 4, arbitrary: fc.constant((total: bigint) => total) },
  fc.constantFrom(-101n, -100n, 100n, 101n).map((off) => (total: bigint) => atLeast0(total + off)),
  fc
    .constantFrom(0n, 94n, 95n, 96n, 110n, 150n, 151n, 1_000n)
    .map((percent) => (total: bigint) => (total * percent) / 100n),
);

type Row = { typeId: number; quantity: number };

/** Mutations of what is given, compared with what was quoted. */
const anyItemSlip: fc.Arbitrary<(rows: Row[]) => Partial<MatchItem>[] | null> = fc.oneof(
  { weight: 6, arbitrary: fc.constant((rows: Row[]) => rows) },
  fc.constant((rows: Row[]) => rows.slice(1)),
  fc.constant((rows: Row[]) => rows.map((row, i) => (i === 0 ? { ...row, quantity: 7 } : row))),
  fc.constantFrom(...TYPES).map((typeId) => (rows: Row[]) => [...rows, { typeId, quantity: 1 }]),
  fc.constant((rows: Row[]) => [...rows, { typeId: 44992, quantity: 1, isIncluded: false }]),
  fc.constant((rows: Row[]) => rows.map((row) => ({ ...row, rawQuantity: -2 }))),
  fc.constant(() => null),
);

/** Quotes of a few lines, with a contract that has up to two slips in its fields. */
export const anyInput: fc.Arbitrary<MatchInput> = fc
  .record({
    lines: fc.array(fc.record({ typeId: fc.constantFrom(...TYPES), quantity: anyQuantity }), {
      minLength: 1,
      maxLength: 4,
    }),
    total: fc.bigInt({ min: 1n, max: 10n ** 11n }).map((whole) => whole * 100n),
    slips: fc.array(anySlip, { maxLength: 2 }),
    priceOf: anyPriceOf,
    itemSlip: anyItemSlip,
    issuerIds: fc.constantFrom([PILOT, ALT], [PILOT], []),
    toleranceBp: fc.constantFrom(0, 0, 50, 10_000),
    locationIds: fc.constantFrom([JITA], [JITA, KEEPSTAR]),
  })
  .map(({ lines, total, slips, priceOf, itemSlip, ...program }) => {
    const base = scene({ program });
    const rows = itemSlip(lines);
    return {
      ...base,
      quote: { ...base.quote, total, lines },
      contract: Object.assign({ ...base.contract }, { title: base.quote.code }, ...slips, {
        price: priceOf(total),
      }),
      items: rows?.map(toItem) ?? null,
    };
  });

function toItem(row: Partial<MatchItem>, i: number): MatchItem {
  const base = { recordId: i + 1, typeId: 1230, quantity: 1, isIncluded: true, isSingleton: false };
  return { ...base, ...row };
}

function atLeast0(amount: bigint): bigint {
  return amount < 0n ? 0n : amount;
}
