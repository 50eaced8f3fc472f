import { createFormFinder, listFormIds } from './forms.ts';
import type { ItemToPrice, PricingFacts, PricingTerms } from './price-items.ts';
import { createRuleFinder } from './rules/find-rule.ts';

/**
 * Which books `priceItems` prices the items by: type ids by hub, each once. The program's own hub is
 * always among them. Where more than the thing itself may be paid for, its other forms are, too.
 */
export function listBooks(
  items: readonly Pick<ItemToPrice, 'typeId'>[],
  { basis, minimumVolume }: Pick<PricingTerms, 'basis' | 'minimumVolume'>,
  { rules, types, refining, now }: PricingFacts,
): Map<number, number[]> {
  const findRule = createRuleFinder(rules, now, types.marketGroup);
  const formsOf = createFormFinder(refining);
  const books = new Map<number, Set<number>>([[basis.hubId, new Set()]]);
  for (const typeId of new Set(items.map((item) => item.typeId))) {
    const type = types.type(typeId);
    const rule = type ? findRule(typeId, type) : null;
    const { hubId } = rule?.basis ?? basis;
    const typeIds = books.get(hubId) ?? new Set();
    books.set(hubId, typeIds.add(typeId));
    const isAsIs = (rule?.paying.method ?? 'as-is') === 'as-is' && minimumVolume === null;
    if (!isAsIs) for (const formId of listFormIds(formsOf(typeId))) typeIds.add(formId);
  }
  return new Map([...books].map(([hubId, typeIds]) => [hubId, [...typeIds]]));
}
