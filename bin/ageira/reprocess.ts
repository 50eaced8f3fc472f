import { usableLevels } from '#lib/core/reprocessing/compute-yield.ts';
import { type Decimal, toDecimalText, toPercentText } from '#lib/core/reprocessing/decimal.ts';
import { GAS_GROUP_ID, GAS_SKILL, SCRAP_SKILL } from '#lib/core/reprocessing/processing.ts';
import { findRecipe, type Recipe } from '#lib/core/reprocessing/recipe.ts';
import { type RefinedLot, refineLot } from '#lib/core/reprocessing/refine.ts';
import {
  createStaticData,
  readSnapshot,
  type StaticData,
  type StaticType,
} from '#lib/eve/static-data/index.ts';
import { type Command, UsageError } from './command.ts';
import { cut, readReprocessOptions, readYield, type Setup } from './reprocess-options.ts';

const HELP = `Say what comes out of a refinery.

  npm run --silent ageira -- reprocess --type NAME --quantity UNITS --yield SHARE [--json]
  npm run --silent ageira -- reprocess --type NAME --quantity UNITS --base PERCENT [--rig PERCENT]
      [--security BONUS] [--structure BONUS] [--reprocessing LEVEL] [--efficiency LEVEL]
      [--ore-skill LEVEL] [--implant BONUS] [--json]

All units are one lot: each material is rounded down once. What fills no portion is left over.

  --type NAME           an ore, ice, gas, ship, module…, by any of its names or by its number
  --quantity UNITS      1 or more
  --yield SHARE         above 0, at most 1: 0.8734
In place of --yield, to compute it:
  --base PERCENT        50 in a structure, 25 to 50 in an NPC station
  --rig PERCENT         0 without a rig (the default), 1 for T1, 3 for T2
  --security BONUS      0 in high security (the default), 0.06 in low, 0.12 in null and wormholes
  --structure BONUS     0.055 for a Tatara, 0.02 for an Athanor; for gas 0.1 and 0.04
  --reprocessing LEVEL  of Reprocessing, 0 to 5, as are the two that follow
  --efficiency LEVEL    of Reprocessing Efficiency; needs Reprocessing 4
  --ore-skill LEVEL     of the skill for the type: Simple Ore Processing and so on (needs Efficiency 4),
                        Scrapmetal Processing for scrap, Gas Decompression Efficiency for gas
  --implant BONUS       0.01, 0.02 or 0.04
  --json                one line: {"outputs":[{"typeId","name","quantity"}],"leftover"}, and "yield"
                        where it was computed
  --help                this text

Exit codes: 0 it was refined (even if the units fill no portion), 2 wrong options or input.`;

export const command: Command = { help: HELP, run };

const GROUPED = new Intl.NumberFormat('en-US');

async function run(args: string[]): Promise<number> {
  const options = readReprocessOptions(args);
  const { units, setup } = options;
  const types = createStaticData(await readSnapshot());
  const type = findType(types, options.type);
  const recipe = demandRecipe(types, type);
  const share = readYield(options, recipe.processing);
  const lot = refine(units, type, recipe, share);

  for (const remark of remarksOn(units, type, recipe, lot, setup)) console.error(remark);
  console.log(
    options.json
      ? toJson(types, lot, options.share === undefined ? share : null)
      : toText(types, units, type, recipe, lot, share),
  );
  return 0;
}

function findType(types: StaticData, name: string): StaticType {
  if (/^\d{1,10}$/.test(name)) {
    const type = types.type(Number(name));
    if (type) return type;
    throw new UsageError(`No item has the number ${name}.`);
  }
  const match = types.resolveName(name);
  if (match.kind === 'ambiguous') {
    const several = match.candidates.map((type) => `${type.name} (${type.typeId})`).join(', ');
    throw new UsageError(`"${cut(name)}" is the name of several items: ${several}. Give a number.`);
  }
  const type = match.kind === 'type' ? types.type(match.typeId) : undefined;
  if (type) return type;
  const near = match.kind === 'unknown' ? match.suggestions.map((guess) => guess.name) : [];
  const advice = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  throw new UsageError(`No item is called "${cut(name)}".${advice}`);
}

function demandRecipe(types: StaticData, type: StaticType): Recipe {
  const recipe = findRecipe(types, type.typeId);
  if (recipe) return recipe;
  const why =
    type.groupId === GAS_GROUP_ID
      ? ': gas is only compressed, and compressed gas gives it back'
      : '';
  throw new UsageError(`${type.name} cannot be refined${why}.`);
}

function refine(units: number, type: StaticType, recipe: Recipe, share: Decimal): RefinedLot {
  try {
    return refineLot(units, recipe, share);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const most = GROUPED.format(Number.MAX_SAFE_INTEGER);
    throw new UsageError(
      `${GROUPED.format(units)} ${type.name} would give more than ${most} units of a material. Refine them in parts.`,
    );
  }
}

/** What the numbers alone do not say. Standard output stays what was asked for. */
function remarksOn(
  units: number,
  type: StaticType,
  { processing, portionSize }: Recipe,
  lot: RefinedLot,
  setup: Setup,
): string[] {
  const remarks: string[] = [];
  if (lot.portions === 0) {
    remarks.push(
      `${units} ${type.name} do not fill a portion of ${portionSize}: nothing is refined.`,
    );
  } else if (lot.outputs.length === 0) {
    remarks.push('Every material rounds down to nothing.');
  }
  if (setup.base === undefined) return remarks;
  if (processing.kind !== 'ore') {
    const { name } = processing.kind === 'gas' ? GAS_SKILL : SCRAP_SKILL;
    const structure = processing.kind === 'gas' ? ' and the structure' : '';
    remarks.push(
      `For ${type.name} only ${name} (--ore-skill)${structure} ${structure ? 'count' : 'counts'}.`,
    );
    return remarks;
  }
  const given = {
    reprocessing: Number(setup.reprocessing ?? 0),
    efficiency: Number(setup.efficiency ?? 0),
    oreSkill: Number(setup['ore-skill'] ?? 0),
  };
  const usable = usableLevels(given);
  if (usable.efficiency < given.efficiency) {
    remarks.push('--efficiency counts as 0: it needs Reprocessing 4.');
  }
  if (usable.oreSkill < given.oreSkill) {
    remarks.push('--ore-skill counts as 0: it needs Reprocessing Efficiency 4.');
  }
  return remarks;
}

/** The yield is written digit by digit: a double would round a long one. */
function toJson(types: StaticData, { outputs, leftover }: RefinedLot, share: Decimal | null) {
  const named = outputs.map(({ typeId, quantity }) => ({
    typeId,
    name: nameOf(types, typeId),
    quantity,
  }));
  const text = JSON.stringify({ outputs: named, leftover });
  return share ? `${text.slice(0, -1)},"yield":${toDecimalText(share)}}` : text;
}

function toText(
  types: StaticData,
  units: number,
  { name }: StaticType,
  { portionSize }: Recipe,
  { portions, outputs, leftover }: RefinedLot,
  share: Decimal,
): string {
  const counts = outputs.map(({ quantity }) => GROUPED.format(quantity));
  const width = Math.max(0, ...counts.map((count) => count.length));
  const rows = outputs.map(
    ({ typeId }, index) => `  ${counts[index]?.padStart(width)}  ${nameOf(types, typeId)}`,
  );
  const portionText = portions === 1 ? '1 portion' : `${GROUPED.format(portions)} portions`;
  return [
    `${GROUPED.format(units)} ${name}: ${portionText} of ${portionSize}, ` +
      `at a yield of ${toDecimalText(share)} (${toPercentText(share)} %).`,
    ...rows,
    leftover === 0
      ? 'Nothing is left over.'
      : `${GROUPED.format(leftover)} ${name} ${leftover === 1 ? 'is' : 'are'} left over.`,
  ].join('\n');
}

function nameOf(types: StaticData, typeId: number): string {
  return types.type(typeId)?.name ?? `Type ${typeId}`;
}
