/**
 * What a program adds to prices and takes off them: sale, density limit, transport, donation.
 *
 * @module
 */
import { floorToWholeIsk, toIskText } from '#lib/core/isk.ts';
import { isOnSale } from '#lib/core/program/limits.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { divideHalfUp } from '../book-statistics.ts';
import type { PricedItems, PricedLine, PricingFacts, RefusedLine } from '../price-items.ts';
import { type Donation, toDonation } from './donation.ts';
import type { LineFees } from './fee-evidence.ts';

/** What a program's terms say about fees. A `ProgramTerms` fits. */
export type FeeTerms = Pick<ProgramTerms, 'side' | 'limits'>;
export type FeeFacts = Pick<PricingFacts, 'types' | 'now'>;

/** Why an item that has a price is not bought. Amounts are hundredths of ISK. */
export type FeeRefusal =
  | { readonly reason: 'under-density'; readonly perM3: bigint; readonly limitPerM3: bigint }
  | { readonly reason: 'not-worth-hauling'; readonly unitPrice: bigint; readonly hauling: bigint };

/** An item that fees keep from being bought. */
export type FeeRefusedLine = Omit<RefusedLine, 'reason'> & {
  readonly reason: FeeRefusal['reason'];
  readonly fee: FeeRefusal;
};

/** A whole list, priced, with fees. */
export type SettledItems = Omit<PricedItems, 'refused'> & {
  readonly refused: (RefusedLine | FeeRefusedLine)[];
  /** What of the sum is given away, and is no longer in `total`. */
  readonly donation: Donation | null;
};

const BP = 10_000n;
const MILLION = 1_000_000n;
/** Prices are worked with in parts of a hundredth of ISK, so that nothing is rounded on the way. */
const PARTS = BP * BP * MILLION;

/**
 * Apply a program's fees to priced lines.
 *
 * Of each unit price: the bonus of a sale that is on; then, where that is less for a m³ than the limit,
 * the tax, or a refusal; then transport for the packaged volume. The result is rounded once, half up, to
 * a hundredth. What would be left at nothing is refused: never is anything priced at 0. Lines sum as
 * before, rounded down once, and of that whole ISK the pilot may give a share.
 *
 * To a program that sells, a sale is a discount, transport comes on top, and density is nothing to it.
 *
 * @param donationBp Basis points, 0 to 10 000.
 */
export function applyFees(
  priced: PricedItems,
  terms: FeeTerms,
  facts: FeeFacts,
  donationBp = 0,
): SettledItems {
  const outcome = hasFees(terms, facts.now) ? chargeAll(priced, terms, facts) : priced;
  const total = floorToWholeIsk(outcome.lineSum);
  const donation = toDonation(total, donationBp);
  return { ...outcome, donation, total: donation ? total - donation.amount : total };
}

/** Whether an item was refused for its fees. */
export function isFeeRefused(line: RefusedLine | FeeRefusedLine): line is FeeRefusedLine {
  return 'fee' in line;
}

function hasFees({ limits }: FeeTerms, now: Date): boolean {
  const { haulingPerM3Isk, density, sale } = limits;
  return haulingPerM3Isk !== null || density !== null || (sale !== null && isOnSale(sale, now));
}

function chargeAll(
  priced: PricedItems,
  terms: FeeTerms,
  { types, now }: FeeFacts,
): Omit<SettledItems, 'donation'> {
  const lines: PricedLine[] = [];
  const refused: (RefusedLine | FeeRefusedLine)[] = [...priced.refused];
  for (const line of priced.lines) {
    const unitVolumeM3 = types.type(line.typeId)?.packagedVolumeM3 ?? 0;
    const outcome = charge(line.unitPrice, unitVolumeM3, terms, now);
    if ('reason' in outcome) refused.push(toRefused(line, outcome));
    else lines.push(toCharged(line, outcome));
  }
  const lineSum = lines.reduce((sum, { total }) => sum + total, 0n);
  const volumeM3 = lines.reduce((sum, line) => sum + line.volumeM3, 0);
  return {
    lines,
    refused,
    lineSum,
    total: floorToWholeIsk(lineSum),
    // The noise of floating point: no volume in EVE has more than six decimals.
    volumeM3: Math.round(volumeM3 * 1e6) / 1e6,
  };
}

type Charged = { readonly unitPrice: bigint; readonly fees: Omit<LineFees, 'unitPriceIsk'> };

function charge(
  unitPrice: bigint,
  unitVolumeM3: number,
  { side, limits }: FeeTerms,
  now: Date,
): Charged | FeeRefusal {
  const { density, haulingPerM3Isk } = limits;
  const isBuying = side === 'buys';
  const sale = limits.sale && isOnSale(limits.sale, now) ? limits.sale : null;
  const millionths = BigInt(Math.round(unitVolumeM3 * 1e6));

  const bonusBp = BigInt(sale?.bonusBp ?? 0);
  let parts = unitPrice * (BP + (isBuying ? bonusBp : -bonusBp)) * BP * MILLION;

  const isThin =
    isBuying &&
    density !== null &&
    millionths > 0n &&
    parts * MILLION < density.limitPerM3Isk * millionths * PARTS;
  if (isThin && density.taxBp === null) {
    const perM3 = (parts * MILLION) / (millionths * PARTS);
    return { reason: 'under-density', perM3, limitPerM3: density.limitPerM3Isk };
  }
  const taxBp = isThin ? density.taxBp : null;
  if (taxBp !== null) parts = (parts * (BP - BigInt(taxBp))) / BP;

  const beforeHauling = parts;
  const isHauled = haulingPerM3Isk !== null && millionths > 0n;
  const hauling = isHauled ? haulingPerM3Isk * millionths * BP * BP : 0n;
  parts = isBuying ? parts - hauling : parts + hauling;
  const charged = parts <= 0n ? 0n : divideHalfUp(parts, PARTS);
  if (charged <= 0n) {
    return {
      reason: 'not-worth-hauling',
      unitPrice: divideHalfUp(beforeHauling, PARTS),
      hauling: divideHalfUp(hauling, PARTS),
    };
  }
  return {
    unitPrice: charged,
    fees: {
      sale: sale && { bonusBp: sale.bonusBp, until: sale.until.toISOString() },
      densityTax:
        taxBp === null || density === null
          ? null
          : { limitPerM3Isk: toIskText(density.limitPerM3Isk), taxBp },
      hauling: isHauled ? { perM3Isk: toIskText(haulingPerM3Isk), unitVolumeM3 } : null,
    },
  };
}

function toCharged(line: PricedLine, { unitPrice, fees }: Charged): PricedLine {
  if (!fees.sale && !fees.densityTax && !fees.hauling) return line;
  return {
    ...line,
    unitPrice,
    total: unitPrice * BigInt(line.quantity),
    evidence: { ...line.evidence, fees: { ...fees, unitPriceIsk: toIskText(unitPrice) } },
  };
}

function toRefused(
  { typeId, name, quantity, blueprintCopy, evidence }: PricedLine,
  fee: FeeRefusal,
): FeeRefusedLine {
  return {
    typeId,
    name,
    quantity,
    blueprintCopy,
    reason: fee.reason,
    bookAt: new Date(evidence.bookAt),
    hubName: evidence.basis.hubName,
    rule: evidence.rule,
    fee,
  };
}
