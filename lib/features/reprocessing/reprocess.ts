import {
  computeGasYield,
  computeOreYield,
  computeScrapYield,
} from '#lib/core/reprocessing/compute-yield.ts';
import {
  add,
  compareDecimals,
  type Decimal,
  decimal,
  toDecimalText,
  ZERO,
} from '#lib/core/reprocessing/decimal.ts';
import type { Processing } from '#lib/core/reprocessing/processing.ts';
import { findRecipe, type Recipe } from '#lib/core/reprocessing/recipe.ts';
import { refineLot } from '#lib/core/reprocessing/refine.ts';
import type { StaticData, StaticType } from '#lib/eve/static-data/index.ts';
import type { Container } from '#lib/server/container.ts';
import { nameTypes } from '#lib/server/named-types.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import type { NamedAmount, Refinery, Reprocessed, ReprocessInput } from './schema.ts';

export type ReprocessOutcome =
  | { readonly ok: true; readonly reprocessed: Reprocessed }
  | {
      readonly ok: false;
      readonly reason: 'no-such-item' | 'too-much' | 'too-high';
      readonly sentence: string;
    };

/** All units of one type. */
type Stack = { readonly type: StaticType; readonly quantity: number };

const HUNDRED = decimal('100');
const LARGEST_SCRAP_YIELD = computeScrapYield(5);

/** Refine items, exactly as the game counts. Nothing is kept. */
export async function reprocess(
  container: Pick<Container, 'db' | 'clock'>,
  input: ReprocessInput,
): Promise<ReprocessOutcome> {
  const { refinery } = input;
  if (refinery && compareDecimals(add(refinery.base, refinery.rig ?? ZERO), HUNDRED) > 0) {
    return refuse('too-high', 'Base and rig together are more than 100 percent.');
  }
  const staticData = await getStaticData(container);
  const named = nameTypes(
    staticData,
    input.items.map(({ type }) => type),
  );
  if (!named.ok) return refuse('no-such-item', named.sentence);

  const stacks = new Map<number, Stack>();
  for (const [at, type] of named.types.entries()) {
    const before = stacks.get(type.typeId)?.quantity ?? 0;
    stacks.set(type.typeId, { type, quantity: before + (input.items[at]?.quantity ?? 0) });
  }
  try {
    return refineAll(staticData, [...stacks.values()], input);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse('too-much', 'That is more than can be counted. Refine it in parts.');
  }
}

function refineAll(
  staticData: StaticData,
  stacks: readonly Stack[],
  input: ReprocessInput,
): ReprocessOutcome {
  const lots: Reprocessed['lots'] = [];
  const sums = new Map<number, bigint>();
  for (const { type, quantity } of stacks) {
    const recipe = findRecipe(staticData, type.typeId);
    const share = recipe && shareOf(recipe, input);
    if (recipe?.processing.kind === 'scrap' && share && isBeyondScrap(share)) {
      const sentence = `Of what is no ore, ice or gas, such as ${type.name}, at most 0.55 comes back.`;
      return refuse('too-high', sentence);
    }
    const lot =
      recipe && share
        ? refineLot(quantity, recipe, share)
        : { outputs: [], leftover: toSafe(BigInt(quantity)) };
    for (const output of lot.outputs) {
      sums.set(output.typeId, (sums.get(output.typeId) ?? 0n) + BigInt(output.quantity));
    }
    lots.push({
      typeId: type.typeId,
      name: type.name,
      quantity,
      yield: share && toDecimalText(share),
      outputs: lot.outputs.map((output) => nameAmount(staticData, output)),
      leftover: lot.leftover,
    });
  }
  const outputs = [...sums]
    .map(([typeId, sum]) => nameAmount(staticData, { typeId, quantity: toSafe(sum) }))
    .toSorted((a, b) => a.typeId - b.typeId);
  return { ok: true, reprocessed: { lots, outputs } };
}

function shareOf({ processing }: Recipe, input: ReprocessInput): Decimal {
  return input.refinery ? computeShare(processing, input.refinery) : (input.yield ?? ZERO);
}

function computeShare(processing: Processing, refinery: Refinery): Decimal {
  const oreSkill = refinery.oreSkill ?? 0;
  if (processing.kind === 'scrap') return computeScrapYield(oreSkill);
  const structureBonus = refinery.structure ?? ZERO;
  if (processing.kind === 'gas') return computeGasYield(oreSkill, structureBonus);
  return computeOreYield(
    {
      basePercent: refinery.base,
      rigPercent: refinery.rig ?? ZERO,
      securityBonus: refinery.security ?? ZERO,
      structureBonus,
    },
    {
      reprocessing: refinery.reprocessing ?? 0,
      efficiency: refinery.efficiency ?? 0,
      oreSkill,
      implantBonus: refinery.implant ?? ZERO,
    },
  );
}

function isBeyondScrap(share: Decimal): boolean {
  return compareDecimals(share, LARGEST_SCRAP_YIELD) > 0;
}

function nameAmount(
  staticData: StaticData,
  { typeId, quantity }: { readonly typeId: number; readonly quantity: number },
): NamedAmount {
  return { typeId, name: staticData.type(typeId)?.name ?? `Type ${typeId}`, quantity };
}

/** @throws {RangeError} Beyond what a number counts exactly. */
function toSafe(amount: bigint): number {
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`Too many units: ${amount}`);
  return Number(amount);
}

function refuse(
  reason: Extract<ReprocessOutcome, { ok: false }>['reason'],
  sentence: string,
): ReprocessOutcome {
  return { ok: false, reason, sentence };
}
