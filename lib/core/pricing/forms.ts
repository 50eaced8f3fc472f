/**
 * What can be made of a type before it is worth money.
 *
 * @module
 */
import {
  compareDecimals,
  type Decimal,
  decimal,
  ONE,
  readDecimal,
} from '#lib/core/reprocessing/decimal.ts';
import { GAS_GROUP_ID } from '#lib/core/reprocessing/processing.ts';
import {
  findCompressed,
  findRecipe,
  type Recipe,
  type RefiningTypes,
} from '#lib/core/reprocessing/recipe.ts';

/** A type's other forms; null where it has none. */
export type Forms = {
  readonly compressed: { readonly typeId: number; readonly name: string } | null;
  readonly recipe: Recipe | null;
  /** Raw gas is already what compressed gas turns into. */
  readonly isRawGas: boolean;
};

/** No skill, rig, structure or implant gives more. */
const MOST_OF_KIND: Record<Recipe['processing']['kind'], Decimal> = {
  ore: ONE,
  scrap: decimal('0.55'),
  gas: decimal('0.95'),
};

/** Prepare for being asked about many types; each is looked up once. */
export function createFormFinder(refining: RefiningTypes): (typeId: number) => Forms {
  const known = new Map<number, Forms>();
  return (typeId) => {
    const before = known.get(typeId);
    if (before) return before;
    const forms = {
      compressed: findCompressed(refining, typeId),
      recipe: findRecipe(refining, typeId),
      isRawGas: refining.type(typeId)?.groupId === GAS_GROUP_ID,
    };
    known.set(typeId, forms);
    return forms;
  };
}

/** Types whose prices may be asked for when a type is paid for by another form than its own. */
export function listFormIds({ compressed, recipe }: Forms): number[] {
  return [
    ...(compressed ? [compressed.typeId] : []),
    ...(recipe?.materials.map(({ typeId }) => typeId) ?? []),
  ];
}

/**
 * The share of its materials that a recipe is paid by: what the trader says, and never more than the
 * game gives of scrap and gas, so that a yield said of ore cannot overpay a module.
 *
 * @param said A decimal from 0 to 1.
 * @returns Null when nothing is said, or no such number.
 */
export function shareOf({ processing }: Recipe, said: string | null): Decimal | null {
  const share = said === null ? null : readDecimal(said);
  if (share === null || share.digits === 0n || compareDecimals(share, ONE) > 0) return null;
  const most = MOST_OF_KIND[processing.kind];
  return compareDecimals(share, most) > 0 ? most : share;
}
