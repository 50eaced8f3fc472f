/**
 * Fees in words.
 *
 * @module
 */
import { formatIsk } from '#lib/core/isk.ts';
import { formatRateBp, shown } from '../explained-numbers.ts';
import type { FeeRefusal } from './apply-fees.ts';
import type { LineFees } from './fee-evidence.ts';

/** Say which fee keeps an item from being bought, by how much, and what the pilot can do. */
export function describeFeeRefusal(fee: FeeRefusal): string {
  if (fee.reason === 'under-density') {
    const short = formatIsk(fee.limitPerM3 - fee.perM3);
    return `Not bought: it brings ${formatIsk(fee.perM3)} ISK/m³, ${short} less than the ${formatIsk(fee.limitPerM3)} ISK/m³ that this program asks for. Compress it, or sell it to somebody nearer. It is left out of the quote.`;
  }
  return `Not bought: its transport costs ${formatIsk(fee.hauling)} ISK a unit, and all that is paid for it is ${formatIsk(fee.unitPrice)}. Compress it, or sell it to somebody nearer. It is left out of the quote.`;
}

/** The steps between the price by the rule and what is paid, each in words: "− 12.00 ISK/m³ × 0.1 m³ transport". */
export function explainFees(fees: LineFees, side: 'buys' | 'sells' = 'buys'): string[] {
  const { sale, densityTax, hauling } = fees;
  const [bonus, cost] = side === 'buys' ? ['+', '−'] : ['−', '+'];
  return [
    sale && `${bonus} ${formatRateBp(sale.bonusBp)}, sale until ${momentText(sale.until)} EVE`,
    densityTax &&
      `− ${formatRateBp(densityTax.taxBp)}, below ${shown(densityTax.limitPerM3Isk)} ISK/m³`,
    hauling && `${cost} transport, ${hauling.unitVolumeM3} m³ × ${shown(hauling.perM3Isk)} ISK/m³`,
  ].filter((step) => step !== null);
}

/** "2026-11-24 11:00", in EVE time. */
function momentText(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}
