import { divideHalfUp } from './book-statistics.ts';

/** Units at a price. */
type Level = { readonly priceIsk: bigint; readonly units: number };

export type Walk = {
  /** Hundredths of ISK a unit: the mean of what was taken, rounded half up. */
  readonly amount: bigint;
  /** What was taken of each level, best first; they sum to the quantity. */
  readonly taken: readonly Level[];
};

/** A quote keeps every level; more of them would be no price but a whole market. */
const MOST_TAKEN = 100;

/**
 * Take a quantity from a side of a book, the best levels first, the last one cut.
 *
 * @param levels Best first.
 * @param quantity Units, above 0.
 * @returns Null when the book has not so many, or only in more than 100 levels.
 */
export function walkBook(levels: readonly Level[], quantity: number): Walk | null {
  const taken: Level[] = [];
  let missing = quantity;
  let cost = 0n;
  for (const { priceIsk, units } of levels) {
    if (missing === 0 || taken.length === MOST_TAKEN) break;
    const cut = Math.min(units, missing);
    taken.push({ priceIsk, units: cut });
    cost += priceIsk * BigInt(cut);
    missing -= cut;
  }
  return missing > 0 ? null : { amount: divideHalfUp(cost, BigInt(quantity)), taken };
}
