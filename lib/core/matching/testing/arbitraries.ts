/**
 * Random contracts: mostly right, with a few slips each, so that every verdict comes up often. Slips
 * stay close to where a check changes its mind: one hundredth of ISK, one unit, one second.
 *
 * @module
 */
import fc from 'fast-check';
import type { MatchContract, MatchInput, MatchItem, MatchLine } from '../match-input.ts';
import { ALT, at, JITA, KEEPSTAR, PILOT, STRANGER, scene, TRADER } from './scene.ts';

/** What a title means, for the quote AT-7K3M9QX2; of the other codes only AT-4TG8P0WE is a quote's. */
export const TITLES = {
  'AT-7K3M9QX2': 'named',
  'at-7k3m-9qx2': 'named',
  'Ore for you: AT 7K3M 9QX2, thanks': 'named',
  'AT-7K3M9QX2 AT-7K3M9QX2': 'named',
  'AT-7K3M9QX2 (was AT-2B3C4D5E)': 'named',
  'AT-7K3M9QX2 and AT-4TG8P0WE': 'several',
  'AT-7K3M9QX3': 'slip',
  'AT-7K3M9QX': 'slip',
  'AT-7K39MQX2': 'slip',
  'AT-4TG8P0WE': 'another',
  'AT-2B3C4D5E': 'none',
  'my rocks': 'none',
  '': 'none',
} as const;
const KNOWN_CODES = ['AT-4TG8P0WE', 'AT-7K3M9QX2'];

const TYPES = [1230, 1228, 35, 22545];
const CREATED_AT = at('2026-11-20T10:00:00Z');
const EXPIRES_AT = at('2026-11-23T10:00:00Z');
const NOW = at('2026-11-20T11:05:00Z');
const MOMENTS_MS = [-1_000, 0, 1_000];

const anyQuantity = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.constantFrom(1_000, 1_001, 2 ** 31, 2 ** 40),
);
const anyTitle = fc.constantFrom(...Object.keys(TITLES)).map((title) => ({ title }));

const anySlip: fc.Arbitrary<Partial<MatchContract>> = fc.oneof(
  { weight: 5, arbitrary: anyTitle },
  fc.constantFrom('courier', 'auction').map((type) => ({ type })),
  fc
    .constantFrom('finished', 'finished_issuer', 'rejected', 'cancelled', 'in_progress', 'new')
    .map((status) => ({ status })),
  fc.constantFrom(PILOT, ALT, STRANGER).map((issuerId) => ({ issuerId, forCorporation: true })),
  fc.constantFrom(ALT, STRANGER).map((issuerId) => ({ issuerId })),
  fc.constantFrom(0, TRADER, 99_000_001).map((assigneeId) => ({ assigneeId })),
  fc.constantFrom('public', 'corporation').map((availability) => ({ availability })),
  fc.constantFrom(0n, 1n).map((reward) => ({ reward })),
  fc.constantFrom(0n, 1n).map((collateral) => ({ collateral })),
  fc.constantFrom(KEEPSTAR, 60008494).map((startLocationId) => ({ startLocationId })),
  // Around both ends of the window, and its end with a minute of other clocks before it.
  fc
    .tuple(
      fc.constantFrom(CREATED_AT, new Date(CREATED_AT.getTime() - 60_000), EXPIRES_AT),
      anyOf(MOMENTS_MS),
    )
    .map(([moment, off]) => ({ dateIssued: new Date(moment.getTime() + off) })),
  anyOf(MOMENTS_MS).map((off) => ({ dateExpired: new Date(NOW.getTime() + off) })),
);

type Terms = { readonly total: bigint; readonly toleranceBp: number };
/** In hundredths of ISK, below 2^53: the total, or around every limit of it. */
const anyPriceOf: fc.Arbitrary<(terms: Terms) => bigint> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(({ total }: Terms) => total) },
  fc
    .tuple(
      fc.constantFrom<(terms: Terms) => bigint>(
        ({ total }) => total - 100n,
        ({ total }) => total + 100n,
        ({ total, toleranceBp }) => total - (total * BigInt(toleranceBp)) / 10_000n,
        ({ total, toleranceBp }) => total + (total * BigInt(toleranceBp)) / 10_000n,
        ({ total }) => (total * 95n) / 100n,
        ({ total }) => (total * 3n) / 2n,
        ({ total }) => total * 10n,
        () => 0n,
      ),
      fc.constantFrom(-1n, 0n, 1n),
    )
    .map(
      ([limit, off]) =>
        (terms: Terms) =>
          atLeast0(limit(terms) + off),
    ),
);

type Row = Partial<MatchItem> & { readonly typeId: number; readonly quantity: number };

/** Mutations of what is given, compared with what was quoted. */
const anyItemSlip: fc.Arbitrary<(rows: Row[]) => Row[] | null> = fc.oneof(
  { weight: 6, arbitrary: fc.constant((rows: Row[]) => rows) },
  fc.constant((rows: Row[]) => rows.slice(1)),
  // One unit too few or too many, of the first.
  anyOf([-1, 1]).map(
    (off) => (rows: Row[]) =>
      rows.map((row, i) => (i === 0 ? { ...row, quantity: row.quantity + off } : row)),
  ),
  fc.tuple(anyOf(TYPES), anyOf([0, 1, -1])).map(([typeId, quantity]) => (rows: Row[]) => [
    ...rows,
    { typeId, quantity },
  ]),
  fc.constant((rows: Row[]) => [...rows, { typeId: 44992, quantity: 1, isIncluded: false }]),
  fc.constant(() => null),
);

/** Quotes of a few lines, with a contract that has up to two slips in its fields. */
export const anyInput: fc.Arbitrary<MatchInput> = fc
  .record({
    lines: fc.array(
      fc.record({
        typeId: anyOf(TYPES),
        quantity: anyQuantity,
        blueprintCopy: fc.constantFrom(false, false, false, true),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    total: fc.bigInt({ min: 1n, max: 10n ** 11n }).map((whole) => whole * 100n),
    title: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, anyTitle),
    slips: fc.array(anySlip, { maxLength: 2 }),
    priceOf: anyPriceOf,
    itemSlip: anyItemSlip,
    parts: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 6, maxLength: 6 }),
    marks: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      fc.array(fc.constantFrom(-2, -1, undefined), { minLength: 6, maxLength: 6 }),
    ),
    issuerIds: fc.constantFrom([PILOT, ALT], [PILOT], []),
    toleranceBp: fc.constantFrom(0, 0, 50, 10_000),
    locationIds: fc.constantFrom([JITA], [JITA, KEEPSTAR]),
    state: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      'completed' as const,
      'cancelled' as const,
    ),
    clockSkewMs: fc.constantFrom(0, 60_000),
  })
  .map(
    ({
      lines,
      total,
      title,
      slips,
      priceOf,
      itemSlip,
      parts,
      marks,
      state,
      clockSkewMs,
      ...program
    }) => {
      const base = scene({ program, knownCodes: KNOWN_CODES, clockSkewMs });
      const asQuoted = lines.map(({ typeId, quantity, blueprintCopy }, i) => {
        const rawQuantity = marks === null ? (blueprintCopy ? -2 : undefined) : marks[i];
        return { typeId, quantity, ...(rawQuantity !== undefined && { rawQuantity }) };
      });
      const rows = itemSlip(asQuoted)?.flatMap((row, i) => splitAt(row, parts[i] ?? 1));
      return {
        ...base,
        quote: { ...base.quote, total, lines: lines.map(toLine), ...(state && { state }) },
        contract: Object.assign({ ...base.contract }, { title: base.quote.code }, title, ...slips, {
          price: priceOf({ total, toleranceBp: program.toleranceBp }),
        }),
        items: rows?.map(toItem) ?? null,
      };
    },
  );

/** A stack in two, the first of so many hundredths; small ones stay as they are. */
function splitAt(row: Row, percent: number): Row[] {
  const first = Math.floor((row.quantity * percent) / 100);
  if (first < 1 || first >= row.quantity || percent % 2 === 0) return [row];
  return [
    { ...row, quantity: first },
    { ...row, quantity: row.quantity - first },
  ];
}

function toLine({ blueprintCopy, ...line }: MatchLine): MatchLine {
  return blueprintCopy ? { ...line, blueprintCopy } : line;
}

function toItem(row: Row, i: number): MatchItem {
  return { recordId: i + 1, isIncluded: true, isSingleton: false, ...row };
}

function anyOf<T>(values: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}

function atLeast0(amount: bigint): bigint {
  return amount < 0n ? 0n : amount;
}
