import { AS_IS } from '#lib/core/pricing/method.ts';
import { createRuleFinder } from '#lib/core/pricing/rules/find-rule.ts';
import {
  isHolding,
  type PricingRule,
  SCOPE_KINDS,
  type ScopeKind,
} from '#lib/core/pricing/rules/rule.ts';
import { createStaticData, readSnapshot, type StaticData } from '#lib/eve/static-data/index.ts';
import type { Figure } from '../support/figure.ts';
import { createRandom } from '../support/random.ts';
import { takeTurns } from '../support/rounds.ts';

const SIZES = { full: { items: 10_000, rules: 500 }, tiny: { items: 100, rules: 20 } } as const;
const MOST_MS = 20;
const NOW = new Date('2026-11-22T19:24:00Z');
const HOUR_MS = 3_600_000;

type Item = {
  readonly typeId: number;
  readonly groupId: number;
  readonly categoryId: number;
  readonly marketGroupId: number | null;
};

/**
 * The rule of every item, preparing the rules included: a tenth of the rules are timed, and half of those
 * do not hold now. The peer asks each rule about each item, and keeps the most specific that fits.
 */
export const rules: Figure = {
  name: 'rules',
  title: 'the rules of 10,000 items among 500',
  async measure({ size, rounds }) {
    const staticData = createStaticData(await readSnapshot());
    const items = chooseItems(staticData, SIZES[size].items);
    const made = makeRules(items, SIZES[size].rules, staticData);
    const found = { ours: [] as string[], naive: [] as string[] };
    const { ours, naive } = await takeTurns(rounds, {
      ours: () => {
        const findRule = createRuleFinder(made, NOW, staticData.marketGroup);
        found.ours = items.map((item) => findRule(item.typeId, item)?.ruleId ?? '');
      },
      naive: () => {
        found.naive = items.map((item) => findNaively(made, item, staticData)?.ruleId ?? '');
      },
    });
    // A figure of other answers would be worth nothing.
    const differing = items.findIndex((_, i) => found.ours[i] !== found.naive[i]);
    if (differing >= 0) throw new Error(`Type ${items[differing]?.typeId} has two rules`);
    if (!found.ours.some(Boolean)) throw new Error('No item has a rule');

    return [
      {
        what: 'all items',
        unit: 'ms',
        value: ours.wallMs,
        spread: ours.spread,
        bar: { atMost: MOST_MS },
        peer: { what: 'each rule asked', value: naive.wallMs, spread: naive.spread },
      },
    ];
  },
};

/** Types of the market, over and over, as in many pastes. */
function chooseItems({ tables, type }: StaticData, count: number): Item[] {
  const random = createRandom(1);
  const types = tables.types.filter(
    ({ published, marketGroupId }) => published && marketGroupId !== null,
  );
  return Array.from({ length: count }, () => {
    const chosen = type(types[Math.floor(random() * types.length)]?.id ?? 0);
    if (!chosen) throw new Error('No such type');
    const { typeId, groupId, categoryId, marketGroupId } = chosen;
    return { typeId, groupId, categoryId, marketGroupId };
  });
}

/** Of each kind as many; each for another thing, so that none overlaps. */
function makeRules(items: readonly Item[], count: number, staticData: StaticData): PricingRule[] {
  const rules = new Map<string, PricingRule>();
  for (let i = 0; i < items.length && rules.size < count; i += 1) {
    const kind = SCOPE_KINDS[i % SCOPE_KINDS.length] ?? 'item';
    const id = scopeOf(items[i], kind, staticData);
    const isTimed = i % 10 === 0;
    const key = `${kind} ${id}`;
    if (id === null || rules.has(key)) continue;
    rules.set(key, {
      ruleId: key,
      scope: { kind, id, name: key },
      action: i % 7 === 0 ? 'refuse' : 'accept',
      basis: null,
      rateBp: 9_000,
      paying: AS_IS,
      validFrom: isTimed ? new Date(NOW.getTime() + (i % 20 === 0 ? HOUR_MS : -HOUR_MS)) : null,
      validUntil: null,
      note: '',
    });
  }
  return [...rules.values()];
}

function scopeOf(item: Item | undefined, kind: ScopeKind, { marketGroup }: StaticData) {
  if (!item) return null;
  if (kind === 'item') return item.typeId;
  if (kind === 'group') return item.groupId;
  if (kind === 'category') return item.categoryId;
  const { marketGroupId } = item;
  // Half of them one level up, so that the nearest must be looked for.
  const parentId = marketGroupId === null ? null : marketGroup(marketGroupId)?.parentId;
  return item.typeId % 2 === 0 ? (parentId ?? marketGroupId) : marketGroupId;
}

function findNaively(
  all: readonly PricingRule[],
  item: Item,
  staticData: StaticData,
): PricingRule | null {
  let best: PricingRule | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  const way: number[] = [];
  for (let up = item.marketGroupId; up !== null; ) {
    way.push(up);
    up = staticData.marketGroup(up)?.parentId ?? null;
  }
  for (const rule of all) {
    if (!isHolding(rule, NOW)) continue;
    const rank = rankOf(rule, item, way);
    if (rank < bestRank) {
      best = rule;
      bestRank = rank;
    }
  }
  return best;
}

function rankOf({ scope: { kind, id } }: PricingRule, item: Item, way: readonly number[]): number {
  if (kind === 'item') return id === item.typeId ? 0 : Number.POSITIVE_INFINITY;
  if (kind === 'group') return id === item.groupId ? 1 : Number.POSITIVE_INFINITY;
  if (kind === 'category') return id === item.categoryId ? 1_000 : Number.POSITIVE_INFINITY;
  const level = way.indexOf(id);
  return level < 0 ? Number.POSITIVE_INFINITY : 2 + level;
}
