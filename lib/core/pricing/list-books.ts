import type { ItemToPrice, PricingFacts, PricingTerms } from './price-items.ts';
import { createRuleFinder } from './rules/find-rule.ts';

/**
 * Which books `priceItems` prices the items by: type ids by hub, each once. The program's own hub is
 * always among them.
 */
export function listBooks(
  items: readonly Pick<ItemToPrice, 'typeId'>[],
  { basis }: Pick<PricingTerms, 'basis'>,
  { rules, types, now }: PricingFacts,
): Map<number, number[]> {
  const findRule = createRuleFinder(rules, now, types.marketGroup);
  const books = new Map<number, number[]>([[basis.hubId, []]]);
  for (const typeId of new Set(items.map((item) => item.typeId))) {
    const type = types.type(typeId);
    const rule = type ? findRule(typeId, type) : null;
    const { hubId } = rule?.basis ?? basis;
    const typeIds = books.get(hubId);
    if (typeIds) typeIds.push(typeId);
    else books.set(hubId, [typeId]);
  }
  return books;
}
