import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floorToWholeIsk, toIskText } from '#lib/core/isk.ts';
import { toDonation } from '#lib/core/pricing/fees/donation.ts';
import { matchContract } from './match-contract.ts';
import type { MatchInput, MatchLine, MatchProgram } from './match-input.ts';
import { isPriceOfPartRight, type PartWorth, worthOfPart } from './part-value.ts';
import { type PreparedQuote, prepareQuote } from './prepare-quote.ts';
import { scene } from './testing/scene.ts';

const SHIP = 587;
const BLUEPRINT = 22545;

function quoted(lines: readonly MatchLine[], total: bigint, change: Partial<MatchProgram> = {}) {
  const { quote, program } = scene({ program: change });
  return prepareQuote({ quote: { ...quote, lines, total }, program });
}

describe('what a part is worth', () => {
  test.each<{
    name: string;
    lines: readonly MatchLine[];
    total: bigint;
    given: readonly (readonly [typeId: number, units: number])[];
    value: bigint | null;
  }>([
    {
      name: 'is its share of the total, rounded down',
      lines: [{ typeId: SHIP, quantity: 3, unitPrice: 500n }],
      total: 1_000n,
      given: [[SHIP, 2]],
      value: 666n,
    },
    {
      name: 'is that of an original and its copy, if all of both are in it',
      lines: [
        { typeId: BLUEPRINT, quantity: 1, unitPrice: 900n },
        { typeId: BLUEPRINT, quantity: 2, unitPrice: 50n, blueprintCopy: true },
        { typeId: SHIP, quantity: 1, unitPrice: 500n },
      ],
      total: 1_500n,
      given: [[BLUEPRINT, 3]],
      value: 1_000n,
    },
    {
      name: 'is unknown, if it may hold the original or its copies',
      lines: [
        { typeId: BLUEPRINT, quantity: 1, unitPrice: 900n },
        { typeId: BLUEPRINT, quantity: 2, unitPrice: 50n, blueprintCopy: true },
        { typeId: SHIP, quantity: 1, unitPrice: 500n },
      ],
      total: 1_500n,
      given: [
        [SHIP, 1],
        [BLUEPRINT, 2],
      ],
      value: null,
    },
    {
      name: 'is not made from the price of a line without units',
      lines: [
        { typeId: SHIP, quantity: 0, unitPrice: 1n },
        { typeId: SHIP, quantity: 2, unitPrice: 500n },
      ],
      total: 1_000n,
      given: [[SHIP, 1]],
      value: 500n,
    },
    {
      name: 'is unknown, if its quote is too old to tell a price of each',
      lines: [
        { typeId: SHIP, quantity: 2 },
        { typeId: BLUEPRINT, quantity: 2, unitPrice: 900n },
      ],
      total: 2_800n,
      given: [
        [SHIP, 2],
        [BLUEPRINT, 1],
      ],
      value: null,
    },
    {
      name: 'is unknown, if nothing of the quote is worth anything',
      lines: [{ typeId: SHIP, quantity: 2, unitPrice: 0n }],
      total: 0n,
      given: [[SHIP, 1]],
      value: null,
    },
  ])('$name', ({ lines, total, given, value }) => {
    expect(worthOfPart(quoted(lines, total), new Map(given))?.share ?? null).toBe(value);
  });

  test('may be missed by its share of the tolerance and no more', () => {
    const quote = quoted([{ typeId: SHIP, quantity: 5, unitPrice: 200_000n }], 1_000_000n);
    const worth = { quoted: 600_000n, share: 600_000n };

    expect(isPriceOfPartRight(600_060n, worth, quote)).toBe(true);
    expect(isPriceOfPartRight(600_061n, worth, quote)).toBe(false);
  });

  test('is not what its lines say, if the total is far less than all of them', () => {
    const quote = quoted([{ typeId: SHIP, quantity: 3, unitPrice: 500n }], 1_000n, {
      tolerance: 0n,
    });

    expect(isPriceOfPartRight(1_000n, { quoted: 1_000n, share: 666n }, quote)).toBe(false);
  });
});

/** A quote of several ores, as the site makes it, and how much of each goes into each of its parts. */
const anySplit = fc
  .record({
    lines: fc.array(
      fc.record({
        unitPrice: fc.oneof(fc.bigInt(1n, 300n), fc.bigInt(1n, 10n ** 9n)),
        shares: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9_999 })), {
          minLength: 1,
          maxLength: 6,
        }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    tolerance: fc.constantFrom(0n, 1n, 50n, 100n, 5_000n),
    toleranceBp: fc.constantFrom(0, 0, 1, 100),
  })
  .map(({ lines, tolerance, toleranceBp }) => {
    const quotedLines = lines.map(({ unitPrice, shares }, i) => ({
      typeId: SHIP + i,
      quantity: shares.reduce((sum, units) => sum + units, 0),
      unitPrice,
    }));
    const lineSum = quotedLines.reduce(
      (sum, each) => sum + each.unitPrice * BigInt(each.quantity),
      0n,
    );
    const total = floorToWholeIsk(lineSum);
    const parts = [0, 1, 2, 3, 4, 5]
      .map((part) => lines.map(({ shares }, i) => [SHIP + i, shares[part] ?? 0] as const))
      .filter((given) => given.some(([, units]) => units > 0));
    return { lines: quotedLines, total, lineSum, parts, tolerance, toleranceBp };
  })
  .filter(({ total, parts }) => total > 0n && parts.length > 1);

describe('of a quote whose total was cut to whole ISK', () => {
  test('each part is right at exactly its quoted prices, and all of them together deliver it', () => {
    fc.assert(
      fc.property(anySplit, ({ lines, total, parts, ...program }) => {
        const worths = worthsOf(quoted(lines, total, program), parts);
        // A part that is not worth a hundredth is no part.
        fc.pre(worths.every((worth) => worth !== null));
        const contracts = parts.map((given, i) => contractWith(given, worths[i]?.quoted ?? 0n, i));
        const [own, ...others] = contracts;
        const input: MatchInput = { ...contractScene(lines, total, program), ...own };

        const { verdict, findings } = matchContract({ ...input, otherContracts: others });
        expect(findings.find(({ check }) => check === 'price')?.code).toBe('price-split');
        expect(verdict).toBe('valid');
      }),
      { numRuns: 500 },
    );
  });

  test('the highest prices that are right sum to no more than the quote and its tolerance', () => {
    let beyondTotal = 0;
    fc.assert(
      fc.property(anySplit, ({ lines, total, lineSum, parts, tolerance, toleranceBp }) => {
        const prepared = quoted(lines, total, { tolerance, toleranceBp });
        const worths = worthsOf(prepared, parts).filter((worth) => worth !== null);
        const most = worths.reduce((sum, worth) => sum + highestOf(prepared, worth), 0n);
        const shares = worths.reduce((sum, { share }) => sum + share, 0n);

        const promised = [
          total + tolerance,
          total + (total * BigInt(toleranceBp)) / 10_000n,
          lineSum,
        ];
        expect(most <= promised.reduce((a, b) => (a > b ? a : b))).toBe(true);
        expect(shares <= total).toBe(true);
        if (most > total) beyondTotal += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(beyondTotal).toBeGreaterThan(200);
  });
});

test('of a quote with a donation each part gives its share, and all together ask for no more than is left', () => {
  fc.assert(
    fc.property(anySplit, fc.integer({ min: 1, max: 9_999 }), (split, shareBp) => {
      const { lines, lineSum, parts, tolerance, toleranceBp } = split;
      const total = split.total - (toDonation(split.total, shareBp)?.amount ?? 0n);
      fc.pre(total > 0n && total < split.total);
      const prepared = quoted(lines, total, { tolerance, toleranceBp });
      const worths = worthsOf(prepared, parts).filter((worth) => worth !== null);
      const most = worths.reduce((sum, worth) => sum + highestOf(prepared, worth), 0n);
      const shares = worths.reduce((sum, { share }) => sum + share, 0n);

      expect(shares <= total && total < lineSum).toBe(true);
      const byBp = total + (total * BigInt(toleranceBp)) / 10_000n;
      expect(most <= (total + tolerance > byBp ? total + tolerance : byBp)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

type Given = readonly (readonly [typeId: number, units: number])[];

function worthsOf(prepared: PreparedQuote, parts: readonly Given[]) {
  return parts.map((given) => worthOfPart(prepared, new Map(given)));
}

/** The highest price that is right, found by halving. */
function highestOf(prepared: PreparedQuote, worth: PartWorth): bigint {
  let right = worth.share;
  let wrong = worth.quoted + prepared.total + 10_000n;
  while (wrong - right > 1n) {
    const middle = (right + wrong) / 2n;
    if (isPriceOfPartRight(middle, worth, prepared)) right = middle;
    else wrong = middle;
  }
  return right;
}

function contractScene(
  lines: readonly MatchLine[],
  total: bigint,
  program: Partial<MatchProgram>,
): MatchInput {
  const input = scene({ program });
  return { ...input, quote: { ...input.quote, lines, total } };
}

function contractWith(given: Given, price: bigint, i: number) {
  const { contract } = scene({ contract: { contractId: 100 + i }, price: toIskText(price) });
  const items = given
    .filter(([, units]) => units > 0)
    .map(([typeId, quantity], row) => ({
      recordId: row + 1,
      typeId,
      quantity,
      isIncluded: true,
      isSingleton: false,
    }));
  return { contract, items };
}
