import type { OreView } from '#lib/core/ores/ore-view.ts';
import { yieldOf } from '#lib/core/ores/refinery.ts';
import { compareDecimals, toPercentText } from '#lib/core/reprocessing/decimal.ts';
import type { OreSkillKey } from '#lib/core/reprocessing/processing.ts';

const FAMILIES: readonly (readonly [name: string, skills: readonly OreSkillKey[]])[] = [
  ['Ore', ['simple', 'coherent', 'variegated', 'complex', 'abyssal', 'mercoxit']],
  ['Ice', ['ice']],
  ['Moon ore', ['ubiquitous', 'common', 'uncommon', 'rare', 'exceptional']],
];

/** The best yield of each family; of one whose skills differ it is said so. */
export function describeYields(view: OreView): { family: string; name: string; percent: string }[] {
  return FAMILIES.map(([family, skills]) => {
    const shares = skills.map((skill) => yieldOf(view, skill)).toSorted(compareDecimals);
    const [least, most] = [shares[0], shares.at(-1)];
    const differ = least && most && compareDecimals(least, most) !== 0;
    return {
      family,
      name: differ ? `${family}, at best` : `${family} yield`,
      percent: most ? toPercentText(most) : '',
    };
  });
}
