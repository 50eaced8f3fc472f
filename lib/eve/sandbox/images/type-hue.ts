import type { StaticType } from '#lib/eve/static-data/index.ts';

const GROUP_HUES: Readonly<Record<number, number>> = {
  18: 260, // Mineral
  423: 215, // Ice Product
  465: 215, // Ice
  427: 310, // Moon Materials, and what is made of them
  428: 310,
  429: 310,
  1884: 310, // moon ores, from ubiquitous …
  1920: 310,
  1921: 310,
  1922: 310,
  1923: 310, // … to exceptional
  711: 150, // Harvestable Cloud
  4168: 150, // Compressed Gas
  754: 25, // Salvaged Materials
  966: 25, // Ancient Salvage
};
const CATEGORY_HUES: Readonly<Record<number, number>> = {
  25: 70, // Asteroid
  4: 260, // Material
  9: 240, // Blueprint
  42: 110, // Planetary Resources
  43: 110, // Planetary Commodities
};
const LOOT_HUE = 350;

/** The tint of an item's kind, in degrees: ore, ice, gas, moon, mineral, salvage, planetary goods, blueprint, loot. */
export function typeHue({ groupId, categoryId }: StaticType): number {
  return GROUP_HUES[groupId] ?? CATEGORY_HUES[categoryId] ?? LOOT_HUE;
}
