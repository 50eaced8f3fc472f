import type { StaticType } from '#lib/eve/static-data/index.ts';

const GROUP_HUES: Readonly<Record<number, number>> = {
  18: 250, // Mineral
  423: 210, // Ice Product
  427: 300, // Moon Materials
  428: 300, // Intermediate Materials
  429: 300, // Composite
  465: 215, // Ice
  711: 160, // Harvestable Cloud
  4168: 160, // Compressed Gas
  754: 35, // Salvaged Materials
  966: 35, // Ancient Salvage
  1884: 285, // moon ores, from ubiquitous …
  1920: 285,
  1921: 285,
  1922: 285,
  1923: 285, // … to exceptional
};
const CATEGORY_HUES: Readonly<Record<number, number>> = {
  25: 65,
  4: 250,
  9: 230,
  42: 120,
  43: 120,
};
const GOODS_HUE = 20;

/** The tint of an item's kind, in degrees: ore, ice, gas, moon, mineral, salvage, blueprint, goods. */
export function typeHue({ groupId, categoryId }: StaticType): number {
  return GROUP_HUES[groupId] ?? CATEGORY_HUES[categoryId] ?? GOODS_HUE;
}
