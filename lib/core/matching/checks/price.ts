import { toIskText } from '#lib/core/isk.ts';
import { type Finding, type FindingCode, findingOf } from '../finding.ts';
import type { MatchCase } from '../match-case.ts';
import { isFarAbove, isGift, isWithinTolerance } from './tolerance.ts';

/** Compare "I will receive" with the quote's total. */
export function checkPrice(matchCase: MatchCase): Finding {
  const { input, price } = matchCase;
  return findingOf(priceCode(matchCase), toIskText(input.quote.total), toIskText(price));
}

/** Whether the trader would pay no more than quoted, and the pilot meant the price. */
export function isPriceRight(
  price: bigint,
  { input: { quote, program } }: Pick<MatchCase, 'input'>,
): boolean {
  return isWithinTolerance(price, quote.total, program) || isGift(price, quote.total);
}

function priceCode(matchCase: MatchCase): FindingCode {
  const { price, input } = matchCase;
  const { total } = input.quote;
  if (price === total) return 'price-exact';
  if (isWithinTolerance(price, total, input.program)) return 'price-within-tolerance';
  if (price < total) {
    if (price === 0n) return 'price-empty';
    return isGift(price, total) ? 'price-gift' : 'price-too-low';
  }
  if (!isFarAbove(price, total)) return 'price-too-high';
  return isAboutThisQuote(matchCase) ? 'price-far-too-high' : 'price-of-another-deal';
}

/**
 * A high price is a fraud only where the contract claims to be the quote's. Other business of the
 * same pilot, with other items and no code, has another price by right.
 */
function isAboutThisQuote({ title, areItemsExact }: MatchCase): boolean {
  return title.isNamed || title.code === 'title-one-symbol-wrong' || areItemsExact;
}
