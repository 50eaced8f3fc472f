/**
 * By which rule a type is refined, and which skill counts for it.
 *
 * @module
 */

/** The skills that count for one kind of ore each, in the order in which pages list them. */
export const ORE_SKILLS = [
  { key: 'simple', skillTypeId: 60377, name: 'Simple Ore Processing' },
  { key: 'coherent', skillTypeId: 60378, name: 'Coherent Ore Processing' },
  { key: 'variegated', skillTypeId: 60379, name: 'Variegated Ore Processing' },
  { key: 'complex', skillTypeId: 60380, name: 'Complex Ore Processing' },
  { key: 'abyssal', skillTypeId: 60381, name: 'Abyssal Ore Processing' },
  { key: 'mercoxit', skillTypeId: 12189, name: 'Mercoxit Ore Processing' },
  { key: 'ice', skillTypeId: 18025, name: 'Ice Processing' },
  { key: 'ubiquitous', skillTypeId: 46152, name: 'Ubiquitous Moon Ore Processing' },
  { key: 'common', skillTypeId: 46153, name: 'Common Moon Ore Processing' },
  { key: 'uncommon', skillTypeId: 46154, name: 'Uncommon Moon Ore Processing' },
  { key: 'rare', skillTypeId: 46155, name: 'Rare Moon Ore Processing' },
  { key: 'exceptional', skillTypeId: 46156, name: 'Exceptional Moon Ore Processing' },
] as const;
export type OreSkill = (typeof ORE_SKILLS)[number];
export type OreSkillKey = OreSkill['key'];

export const SCRAP_SKILL = { skillTypeId: 12196, name: 'Scrapmetal Processing' } as const;
export const GAS_SKILL = { skillTypeId: 62452, name: 'Gas Decompression Efficiency' } as const;

/** How a type is taken apart. An ore of a group that is newer than our list has no skill here. */
export type Processing =
  | { readonly kind: 'ore'; readonly skill: OreSkill | null }
  | { readonly kind: 'scrap' }
  | { readonly kind: 'gas' };

export const ASTEROID_CATEGORY_ID = 25;
export const GAS_GROUP_ID = 711;
export const COMPRESSED_GAS_GROUP_ID = 4168;

/** EVE's attribute `reprocessingSkillType` of the types, which is the same within each group. */
const GROUPS: Record<OreSkillKey, readonly number[]> = {
  // Plagioclase, Pyroxeres, Scordite, Veldspar, Mordunium
  simple: [458, 459, 460, 462, 4513],
  // Hedbergite, Hemorphite, Jaspet, Kernite, Omber, Ytirium, Nocxite, Griemeer
  coherent: [454, 455, 456, 457, 469, 4514, 4756, 4759],
  // Crokite, Dark Ochre, Gneiss, Kylixium
  variegated: [452, 453, 467, 4755],
  // Arkonor, Bistot, Spodumain, Eifyrium, Ducinium, Ueganite, Hezorime
  complex: [450, 451, 461, 4515, 4516, 4757, 4758],
  // Talassonite, Rakovene, Bezdnacine
  abyssal: [4029, 4030, 4031],
  mercoxit: [468],
  ice: [465],
  ubiquitous: [1884],
  common: [1920],
  uncommon: [1921],
  rare: [1922],
  exceptional: [1923],
};

const SKILL_BY_GROUP: ReadonlyMap<number, OreSkill> = new Map(
  ORE_SKILLS.flatMap((skill) => GROUPS[skill.key].map((groupId) => [groupId, skill] as const)),
);

/** The rule for a type that has materials, or is compressed gas. */
export function processingOf({
  groupId,
  categoryId,
}: {
  readonly groupId: number;
  readonly categoryId: number;
}): Processing {
  if (groupId === COMPRESSED_GAS_GROUP_ID) return { kind: 'gas' };
  if (categoryId !== ASTEROID_CATEGORY_ID) return { kind: 'scrap' };
  return { kind: 'ore', skill: SKILL_BY_GROUP.get(groupId) ?? null };
}
