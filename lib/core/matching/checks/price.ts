import { toIskText } from '#lib/core/isk.ts';
import type { MatchCase } from '../match-case.ts';
import type { Rule } from '../rule.ts';
import { isFarAbove, isGift, isWithinTolerance } from './tolerance.ts';

/** Compare "I will receive" with the quote's total, or with what the part in the contract is worth. */
export const priceRule: Rule = {
  judge(matchCase) {
    const { price, prepared } = matchCase;
    const { total } = prepared;
    if (matchCase.part?.isPriceRight) return 'price-split';
    if (price === total) return 'price-exact';
    if (isWithinTolerance(price, total, prepared.program)) return 'price-within-tolerance';
    if (price < total) {
      if (price === 0n) return 'price-empty';
      return isGift(price, total) ? 'price-gift' : 'price-too-low';
    }
    if (!isFarAbove(price, total)) return 'price-too-high';
    return isAboutThisQuote(matchCase) ? 'price-far-too-high' : 'price-of-another-deal';
  },
  show: ({ price, prepared, part }, code) => [
    toIskText(code === 'price-split' && part ? part.value : prepared.quote.total),
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
