import { isHolding, type PricingRule } from './rule.ts';

/** What decides which rule is for a type. */
export type RuledType = {
  readonly groupId: number;
  readonly categoryId: number;
  /** Null: not on the market. */
  readonly marketGroupId: number | null;
};

/** The market groups as a tree. `StaticData.marketGroup` fits. */
export type MarketGroupLookup = (
  marketGroupId: number,
) => { readonly parentId: number | null } | undefined;

/** The rule for a type; null: the program's own terms hold. */
export type FindRule = (typeId: number, type: RuledType) => PricingRule | null;

/**
 * Prepare rules for being asked about many types at one moment.
 *
 * The rule for the item itself comes before its group's, that before its market group's (the nearest
 * one upwards that has a rule), that before its category's. The order of the rules given says nothing:
 * of two that hold at once for one scope, which no program is let have, the one of the lesser id counts.
 */
export function createRuleFinder(
  rules: readonly PricingRule[],
  at: Date,
  marketGroup: MarketGroupLookup,
): FindRule {
  const index = { item: newMap(), group: newMap(), 'market-group': newMap(), category: newMap() };
  for (const rule of rules) {
    if (!isHolding(rule, at)) continue;
    const same = index[rule.scope.kind];
    const other = same.get(rule.scope.id);
    if (!other || rule.ruleId < other.ruleId) same.set(rule.scope.id, rule);
  }
  const byMarketGroup = index['market-group'];
  const resolved: Resolved = new Map();

  return (typeId, { groupId, categoryId, marketGroupId }) =>
    index.item.get(typeId) ??
    index.group.get(groupId) ??
    (marketGroupId === null || byMarketGroup.size === 0
      ? null
      : findAbove(marketGroupId, byMarketGroup, resolved, marketGroup)) ??
    index.category.get(categoryId) ??
    null;
}

type Resolved = Map<number, PricingRule | null>;

function newMap(): Map<number, PricingRule> {
  return new Map();
}

/** The rule of the nearest market group upwards. What was found once is known for all on the way. */
function findAbove(
  marketGroupId: number,
  byMarketGroup: ReadonlyMap<number, PricingRule>,
  resolved: Resolved,
  marketGroup: MarketGroupLookup,
): PricingRule | null {
  const way: number[] = [];
  let found: PricingRule | null = null;
  for (let id: number | null = marketGroupId; id !== null; id = marketGroup(id)?.parentId ?? null) {
    const known = resolved.get(id);
    found = known === undefined ? (byMarketGroup.get(id) ?? null) : known;
    if (known !== undefined) break;
    way.push(id);
    // Until its answer is known; groups in a circle end here, too.
    resolved.set(id, null);
    if (found) break;
  }
  for (const id of way) resolved.set(id, found);
  return found;
}
