import { itemKind } from '#lib/core/item-kind.ts';
import { ORE_KINDS, type Ore, type OreKind } from '#lib/core/ores/ore.ts';
import {
  ASTEROID_CATEGORY_ID,
  GAS_GROUP_ID,
  processingOf,
} from '#lib/core/reprocessing/processing.ts';
import { findCompressed, findRecipe, isCompressed } from '#lib/core/reprocessing/recipe.ts';
import type { StaticData, StaticType } from '#lib/eve/static-data/index.ts';

/** CCP's own spare: published by mistake, and nowhere to be mined. */
const SPARE = /\( copy \)$/;

const known = new WeakMap<StaticData, readonly Ore[]>();

/** Every raw ore, ice, moon ore and gas of the market, by kind and name. Made once a version. */
export function listOres(staticData: StaticData): readonly Ore[] {
  const before = known.get(staticData);
  if (before) return before;
  const ores = findOres(staticData);
  known.set(staticData, ores);
  return ores;
}

function findOres(staticData: StaticData): Ore[] {
  const aliases = new Map(staticData.tables.types.map((row) => [row.id, row.aliases]));
  const types = [
    ...staticData.typesInCategory(ASTEROID_CATEGORY_ID),
    ...staticData.typesInGroup(GAS_GROUP_ID),
  ].filter(
    ({ name, marketGroupId }) => marketGroupId !== null && !isCompressed(name) && !SPARE.test(name),
  );
  const ores = types.map((type) => toOre(staticData, type, aliases.get(type.typeId) ?? []));
  return ores
    .map((ore) => ({ ...ore, isPlain: !ores.some((other) => isRicher(ore, other)) }))
    .toSorted(
      (a, b) => ORE_KINDS.indexOf(a.kind) - ORE_KINDS.indexOf(b.kind) || (a.name < b.name ? -1 : 1),
    );
}

function toOre(staticData: StaticData, type: StaticType, aliases: readonly string[]): Ore {
  const { typeId, name, volumeM3, portionSize } = type;
  const recipe = type.groupId === GAS_GROUP_ID ? null : findRecipe(staticData, typeId);
  const processing = processingOf(type);
  const compressed = findCompressed(staticData, typeId);
  return {
    typeId,
    name,
    aliases,
    kind: kindOf(type),
    groupName: staticData.group(type.groupId)?.name ?? '',
    volumeM3,
    portionSize,
    skill: processing.kind === 'ore' ? (processing.skill?.key ?? null) : null,
    isPlain: true,
    materials: (recipe?.materials ?? []).map((material) => ({
      ...material,
      name: staticData.type(material.typeId)?.name ?? `Type ${material.typeId}`,
    })),
    compressed: compressed && {
      typeId: compressed.typeId,
      name: compressed.name,
      volumeM3: compressed.volumeM3,
    },
  };
}

function kindOf(type: StaticType): OreKind {
  const kind = itemKind(type);
  return kind === 'ice' || kind === 'moon' || kind === 'gas' ? kind : 'ore';
}

/** Whether an ore has all that another of its group has, and more of it: it is a richer grade. */
function isRicher(ore: Ore, other: Ore): boolean {
  if (ore.groupName !== other.groupName || ore.materials.length !== other.materials.length) {
    return false;
  }
  const shares = ore.materials.map(({ typeId, quantity }) => {
    const theirs = other.materials.find((material) => material.typeId === typeId);
    return theirs ? quantity - theirs.quantity : -1;
  });
  return shares.every((more) => more >= 0) && shares.some((more) => more > 0);
}
