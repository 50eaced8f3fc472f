import { createFormFinder, listFormIds } from './forms.ts';
import type { Basis } from './hub-price.ts';
import type { ItemToPrice, PricingFacts, PricingTerms } from './price-items.ts';
import { createRuleFinder } from './rules/find-rule.ts';
import { daysOf } from './statistic.ts';

type Items = readonly Pick<ItemToPrice, 'typeId'>[];
type Terms = Pick<PricingTerms, 'basis' | 'minimumVolume'>;

/** What of the books must be read beside their statistics: type ids by hub. */
export type FiguresNeeded = {
  readonly levels: ReadonlyMap<number, readonly number[]>;
  readonly histories: ReadonlyMap<number, readonly number[]>;
};

/**
 * Which books `priceItems` prices the items by: type ids by hub, each once. The program's own hub is
 * always among them. Where more than the thing itself may be paid for, its other forms are, too.
 */
export function listBooks(items: Items, terms: Terms, facts: PricingFacts): Map<number, number[]> {
  const books = collect(items, terms, facts, () => true);
  return books.has(terms.basis.hubId) ? books : new Map([[terms.basis.hubId, []], ...books]);
}

/** Of which of those the levels, or what was paid in the last days, are needed, too. */
export function listFigures(items: Items, terms: Terms, facts: PricingFacts): FiguresNeeded {
  const bases = [terms.basis, ...facts.rules.flatMap(({ basis }) => basis ?? [])];
  const list = (isWanted: (basis: Basis) => boolean) =>
    bases.some(isWanted) ? collect(items, terms, facts, isWanted) : NONE;
  return {
    levels: list(({ statistic }) => statistic === 'depth'),
    histories: list(({ statistic }) => daysOf(statistic) !== null),
  };
}

const NONE: ReadonlyMap<number, number[]> = new Map();

function collect(
  items: Items,
  { basis: own, minimumVolume }: Terms,
  { rules, types, refining, now }: PricingFacts,
  isWanted: (basis: Basis) => boolean,
): Map<number, number[]> {
  const findRule = createRuleFinder(rules, now, types.marketGroup);
  const formsOf = createFormFinder(refining);
  const found = new Map<number, Set<number>>();
  for (const typeId of new Set(items.map((item) => item.typeId))) {
    const type = types.type(typeId);
    const rule = type ? findRule(typeId, type) : null;
    const basis = rule?.basis ?? own;
    if (!isWanted(basis)) continue;
    const typeIds = found.get(basis.hubId) ?? new Set();
    found.set(basis.hubId, typeIds.add(typeId));
    const isAsIs = (rule?.paying.method ?? 'as-is') === 'as-is' && minimumVolume === null;
    if (!isAsIs) for (const formId of listFormIds(formsOf(typeId))) typeIds.add(formId);
  }
  return new Map([...found].map(([hubId, typeIds]) => [hubId, [...typeIds]]));
}
