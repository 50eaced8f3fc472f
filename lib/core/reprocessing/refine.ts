/**
 * What comes out of a refinery. Nothing here is a float on its way to a count.
 *
 * @module
 */
import { compareDecimals, type Decimal, multiplyAndFloor, ONE } from './decimal.ts';
import type { Recipe, TypeAmount } from './recipe.ts';

/** What one lot gives. */
export type RefinedLot = {
  /** Whole portions that were refined. */
  readonly portions: number;
  /** Materials, in the order of the recipe; what rounds down to nothing is left out. */
  readonly outputs: readonly TypeAmount[];
  /** Units that do not fill a portion, and stay what they are. */
  readonly leftover: number;
};

/** What several types give together. */
export type RefinedItems = {
  /** Each material once, ordered by type id. */
  readonly outputs: readonly TypeAmount[];
  /** Of each type what does not fill a portion, and all of what cannot be refined; by type id. */
  readonly leftovers: readonly TypeAmount[];
};

/**
 * Refine one lot: all units of one type that are refined at once.
 *
 * Each material is rounded down once over all portions, as the game does. Rounding down portion by
 * portion would lose what a portion gives little of: the one Strontium Clathrates of an ice.
 *
 * @param quantity Units, a safe integer from 0 up.
 * @param share The yield, 0 to 1.
 * @throws {RangeError} For other numbers, and for more of a material than a safe integer holds.
 */
export function refineLot(
  quantity: number,
  { portionSize, materials }: Pick<Recipe, 'portionSize' | 'materials'>,
  share: Decimal,
): RefinedLot {
  if (!Number.isSafeInteger(quantity) || quantity < 0) {
    throw new RangeError(`Not a count of units: ${quantity}`);
  }
  if (share.digits < 0n || compareDecimals(share, ONE) > 0) {
    throw new RangeError('A yield is between 0 and 1');
  }
  const leftover = quantity % portionSize;
  const portions = (quantity - leftover) / portionSize;
  const outputs = materials.map((material) => ({
    typeId: material.typeId,
    quantity: toSafe(multiplyAndFloor(BigInt(material.quantity) * BigInt(portions), share)),
  }));
  return { portions, outputs: outputs.filter((output) => output.quantity > 0), leftover };
}

/**
 * Refine stacks of several types. Stacks of one type are one lot, in whatever order they come.
 *
 * @param recipeOf Null for what cannot be refined.
 * @param shareOf The yield of a type, 0 to 1.
 * @throws {RangeError} See {@link refineLot}.
 */
export function refineItems(
  items: readonly TypeAmount[],
  recipeOf: (typeId: number) => Recipe | null,
  shareOf: (recipe: Recipe) => Decimal,
): RefinedItems {
  const outputs = new Map<number, number>();
  const leftovers = new Map<number, number>();
  for (const [typeId, quantity] of sum(items)) {
    const recipe = recipeOf(typeId);
    const lot = recipe
      ? refineLot(quantity, recipe, shareOf(recipe))
      : { outputs: [], leftover: quantity };
    for (const output of lot.outputs) addTo(outputs, output);
    if (lot.leftover > 0) addTo(leftovers, { typeId, quantity: lot.leftover });
  }
  return { outputs: byTypeId(outputs), leftovers: byTypeId(leftovers) };
}

function sum(items: readonly TypeAmount[]): Map<number, number> {
  const quantities = new Map<number, number>();
  for (const item of items) addTo(quantities, item);
  return quantities;
}

function addTo(quantities: Map<number, number>, { typeId, quantity }: TypeAmount): void {
  const total = (quantities.get(typeId) ?? 0) + quantity;
  if (!Number.isSafeInteger(total)) throw new RangeError(`Too many units: ${total}`);
  quantities.set(typeId, total);
}

function byTypeId(quantities: ReadonlyMap<number, number>): TypeAmount[] {
  return [...quantities]
    .map(([typeId, quantity]) => ({ typeId, quantity }))
    .toSorted((a, b) => a.typeId - b.typeId);
}

function toSafe(amount: bigint): number {
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`Too many units: ${amount}`);
  return Number(amount);
}
