import { expect } from 'vitest';
import type { FigureSourceEvidence, LineEvidence, SellCapEvidence } from '../evidence.ts';

type Fees = NonNullable<LineEvidence['fees']>;
type Priced = {
  readonly priceIsk: string;
  readonly cap: SellCapEvidence | null;
  readonly sources: readonly FigureSourceEvidence[];
};

/**
 * Compute what is paid for a unit as somebody would with the page before them and a pocket calculator,
 * sharing nothing with the code that priced it. Each figure on the way is checked with what it is made of.
 *
 * @returns `"15.53"`
 */
export function recomputeUnitPrice(evidence: LineEvidence, quantity: number): string {
  const { lot, rateBp, fees } = evidence;
  const own = { ...evidence, priceIsk: evidence.basePriceIsk };
  if (!lot) expect(hundredths(evidence.basePriceIsk)).toBe(figureOf(own));
  const worth = lot ? worthOfLot(lot) : hundredths(evidence.basePriceIsk) * BigInt(quantity);
  const unitPrice = round(worth * BigInt(rateBp), BigInt(quantity) * 10_000n);
  expect(evidence.unitPriceIsk).toBe(toText(unitPrice));
  return fees ? toText(charge(unitPrice, fees)) : toText(unitPrice);
}

function worthOfLot(lot: NonNullable<LineEvidence['lot']>): bigint {
  const { leftover } = lot;
  const rest: Priced[] = leftover?.priceIsk ? [{ ...leftover, priceIsk: leftover.priceIsk }] : [];
  const sum = [...lot.parts, ...rest].reduce((all, part) => {
    expect(hundredths(part.priceIsk)).toBe(figureOf(part));
    const units = 'quantity' in part ? Number(part.quantity) : 0;
    return all + hundredths(part.priceIsk) * BigInt(units);
  }, 0n);
  expect(hundredths(lot.valueIsk)).toBe(sum);
  return sum;
}

/** The price by its sources and its bound; without either, what the book says. */
function figureOf({ priceIsk, cap, sources }: Priced): bigint {
  const bound = cap && (hundredths(cap.sellIsk) * BigInt(cap.capBp)) / 10_000n;
  const byKind = new Map(sources.map((source) => [nameOf(source), meanOf(source)]));
  const middle = byKind.get('middle');
  const bought = byKind.get('buy') ?? byKind.get('days');
  if (cap && bought !== undefined) expect(hundredths(cap.buyIsk)).toBe(bought);
  if (middle !== undefined) return middle;
  return bound ?? bought ?? byKind.get('sell') ?? hundredths(priceIsk);
}

function nameOf(source: FigureSourceEvidence): string {
  return source.kind === 'walk' ? source.side : source.kind;
}

function meanOf(source: FigureSourceEvidence): bigint {
  if (source.kind === 'middle') {
    return round(hundredths(source.buyIsk) + hundredths(source.sellIsk), 2n);
  }
  const rows: readonly (readonly [string, number])[] =
    source.kind === 'walk'
      ? source.taken
      : source.days.map(([, price, units]) => [price, units] as const);
  const units = rows.reduce((sum, [, each]) => sum + BigInt(each), 0n);
  const cost = rows.reduce((sum, [price, each]) => sum + hundredths(price) * BigInt(each), 0n);
  return round(cost, units);
}

/** In parts of 10⁻¹⁴ of a hundredth, so that nothing is rounded before the end. */
function charge(unitPrice: bigint, { sale, densityTax, hauling }: Fees): bigint {
  const parts = 10n ** 14n;
  const onSale = (unitPrice * parts * BigInt(10_000 + (sale?.bonusBp ?? 0))) / 10_000n;
  const taxed = (onSale * BigInt(10_000 - (densityTax?.taxBp ?? 0))) / 10_000n;
  const perUnit = hauling
    ? hundredths(hauling.perM3Isk) * BigInt(Math.round(hauling.unitVolumeM3 * 1e6)) * 10n ** 8n
    : 0n;
  return round(taxed - perUnit, parts);
}

function hundredths(isk: string): bigint {
  return BigInt(isk.replace('.', ''));
}

function toText(amount: bigint): string {
  const digits = String(amount).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Half up. */
function round(amount: bigint, by: bigint): bigint {
  return (2n * amount + by) / (2n * by);
}
