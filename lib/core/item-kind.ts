import * as z from 'zod';

/** What kind of thing a type is, for the tint behind its icon and for grouping. */
export const itemKindSchema = z.enum([
  'ore',
  'ice',
  'gas',
  'moon',
  'mineral',
  'salvage',
  'commodity',
  'blueprint',
  'loot',
]);
export type ItemKind = z.output<typeof itemKindSchema>;

const ICE_GROUPS: ReadonlySet<number> = new Set([423, 465]);
const MOON_GROUPS: ReadonlySet<number> = new Set([427, 1884, 1920, 1921, 1922, 1923]);
const GAS_GROUPS: ReadonlySet<number> = new Set([711, 4168]);
const MINERAL_GROUP = 18;
const SALVAGE_GROUPS: ReadonlySet<number> = new Set([754, 966]);
const ASTEROID_CATEGORY = 25;
const COMMODITY_CATEGORIES: ReadonlySet<number> = new Set([17, 42, 43]);
const BLUEPRINT_CATEGORY = 9;

/** Tell the kind from EVE's group and category ids; what fits nothing is `loot`. */
export function itemKind({
  groupId,
  categoryId,
}: {
  readonly groupId: number;
  readonly categoryId: number;
}): ItemKind {
  if (ICE_GROUPS.has(groupId)) return 'ice';
  if (MOON_GROUPS.has(groupId)) return 'moon';
  if (GAS_GROUPS.has(groupId)) return 'gas';
  if (groupId === MINERAL_GROUP) return 'mineral';
  if (SALVAGE_GROUPS.has(groupId)) return 'salvage';
  if (categoryId === ASTEROID_CATEGORY) return 'ore';
  if (categoryId === BLUEPRINT_CATEGORY) return 'blueprint';
  return COMMODITY_CATEGORIES.has(categoryId) ? 'commodity' : 'loot';
}
