import { toIskText } from '#lib/core/isk.ts';
import type { MatchCase } from '../match-case.ts';
import { isGiftForPart } from '../part-value.ts';
import type { Rule } from '../rule.ts';
import { isFarAbove, isGift, isWithinTolerance } from './tolerance.ts';

/** Compare "I will receive" with the quote's total, or with what the part in the contract is worth. */
export const priceRule: Rule = {
  judge(matchCase) {
    const { price, prepared, part } = matchCase;
    const { total } = prepared;
    if (part?.isPriceRight) {
      return isGiftForPart(price, part.value, prepared) ? 'price-gift' : 'price-split';
    }
    if (price === total) return 'price-exact';
    if (isWithinTolerance(price, total, prepared.program)) return 'price-within-tolerance';
    if (isGift(price, total)) return 'price-gift';
    // The trader's own slip: nobody is to be warned of the pilot.
    if (isFarAbove(price, total) && prepared.quote.side === 'buys') {
      return isAboutThisQuote(matchCase) ? 'price-far-too-high' : 'price-of-another-deal';
    }
    // Neither that of the whole nor its own: whichever was meant, the whole is the wrong measure.
    if (part) return 'price-not-of-part';
    if (price > total) return 'price-too-high';
    return price === 0n ? 'price-empty' : 'price-too-low';
  },
  show: ({ price, prepared, part }, code) => [
    toIskText(
      part?.isPriceRight || (part && code === 'price-not-of-part')
        ? part.value
        : prepared.quote.total,
    ),
    toIskText(price),
  ],
};

/** Whether the trader would pay no more than quoted, and the pilot meant the price. */
export function isPriceRight(
  price: bigint,
  { prepared: { quote, program } }: Pick<MatchCase, 'prepared'>,
): boolean {
  return isWithinTolerance(price, quote.total, program) || isGift(price, quote.total);
}

/**
 * A high price is a fraud only where the contract claims to be the quote's. Other business of the
 * same pilot, with other items and no code, has another price by right.
 */
function isAboutThisQuote({ title, areItemsExact }: MatchCase): boolean {
  return title.isNamed || title.code === 'title-one-symbol-wrong' || areItemsExact;
}
