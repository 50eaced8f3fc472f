import { SCOPE_KINDS } from '#lib/core/pricing/rules/rule.ts';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import type { FoundScope } from './schema.ts';

const MOST_FOUND = 14;
const LONGEST_QUERY = 100;

type Named = Omit<FoundScope, 'within'>;

/**
 * Find what a rule may be for: items of the market, groups, market groups and categories whose English
 * name has every word of the query; the name itself first. Of a misspelled name, the nearest items.
 */
export async function searchScopes(container: Container, query: string): Promise<FoundScope[]> {
  const wanted = query.trim().slice(0, LONGEST_QUERY).toLowerCase();
  if (wanted === '') return [];
  const words = wanted.split(/\s+/);
  const staticData = await getStaticData(container);
  const found = [...listScopes(staticData)]
    .map((scope) => ({ scope, lower: scope.name.toLowerCase() }))
    .filter(({ lower }) => words.every((word) => lower.includes(word)))
    .map(({ scope, lower }) => ({ scope, rank: rankOf(lower, wanted) }))
    .toSorted((a, b) => a.rank - b.rank || compareScopes(a.scope, b.scope))
    .map(({ scope }) => scope);
  const named = found.length > 0 ? found : guessItems(staticData, wanted);
  return named
    .slice(0, MOST_FOUND)
    .map((scope) => ({ ...scope, within: WITHIN[scope.kind](staticData, scope.id) }));
}

function* listScopes({ tables }: StaticData): Generator<Named> {
  for (const { id, names, published, marketGroupId } of tables.types) {
    if (published && marketGroupId !== null) yield { kind: 'item', id, name: names.en };
  }
  for (const { id, names } of tables.groups) yield { kind: 'group', id, name: names.en };
  for (const { id, names } of tables.marketGroups)
    yield { kind: 'market-group', id, name: names.en };
  for (const { id, names } of tables.categories) yield { kind: 'category', id, name: names.en };
}

function guessItems(staticData: StaticData, query: string): Named[] {
  return staticData
    .suggestNames(query, MOST_FOUND)
    .filter(({ typeId }) => (staticData.type(typeId)?.marketGroupId ?? null) !== null)
    .map(({ typeId: id, name }) => ({ kind: 'item', id, name }));
}

function rankOf(name: string, wanted: string): number {
  return name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2;
}

function compareScopes(a: Named, b: Named): number {
  return (
    a.name.length - b.name.length ||
    a.name.localeCompare(b.name, 'en') ||
    SCOPE_KINDS.indexOf(a.kind) - SCOPE_KINDS.indexOf(b.kind)
  );
}

const WITHIN: Record<FoundScope['kind'], (staticData: StaticData, id: number) => string> = {
  item: (staticData, id) => staticData.group(staticData.type(id)?.groupId ?? 0)?.name ?? '',
  group: (staticData, id) => staticData.category(staticData.group(id)?.categoryId ?? 0)?.name ?? '',
  'market-group': (staticData, id) => describeWay(staticData, id),
  category: () => '',
};

/** "Manufacture & Research › Materials": the market groups above, the widest first. */
function describeWay(staticData: StaticData, id: number): string {
  const way: string[] = [];
  const seen = new Set([id]);
  let up = staticData.marketGroup(id)?.parentId ?? null;
  while (up !== null && !seen.has(up)) {
    seen.add(up);
    const group = staticData.marketGroup(up);
    if (group) way.unshift(group.name);
    up = group?.parentId ?? null;
  }
  return way.join(' › ');
}
