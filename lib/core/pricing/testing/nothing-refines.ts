import type { RefiningTypes } from '#lib/core/reprocessing/recipe.ts';

/** A game in which nothing refines to anything, for tests of prices alone. */
export const NOTHING_REFINES: RefiningTypes = {
  type: () => undefined,
  typesInGroup: () => [],
  materials: () => [],
};
