/**
 * What a whole lot is worth before the rate, one way or another.
 *
 * @module
 */
import type { Decimal } from '#lib/core/reprocessing/decimal.ts';
import type { Recipe } from '#lib/core/reprocessing/recipe.ts';
import { refineLot } from '#lib/core/reprocessing/refine.ts';
import type { Forms } from './forms.ts';
import { shareOf } from './forms.ts';
import type { UnusableReason, UsablePrice } from './judge-price.ts';
import type { Method, Paying, Remainder, Way } from './method.ts';

/** All units of one type that are quoted together. */
export type Lot = { readonly typeId: number; readonly quantity: number };

/** Units of a type at a price a unit. */
export type PricedPart = Lot & { readonly price: UsablePrice };

/** Units that fill no portion. */
export type Leftover = {
  readonly quantity: number;
  readonly remainder: Remainder;
  /** Null: nothing is paid for them. */
  readonly price: UsablePrice | null;
};

/** A lot's worth one way. */
export type WayValue = {
  readonly way: Way;
  /** Hundredths of ISK of the whole lot, exactly. */
  readonly value: bigint;
  readonly parts: readonly PricedPart[];
  /** Of a refined lot; else null. */
  readonly refined: {
    readonly share: Decimal;
    readonly portionSize: number;
    readonly portions: number;
  } | null;
  readonly leftover: Leftover | null;
};

/** Why a lot is worth nothing one way. */
export type WayRefusal =
  | UnusableReason
  | 'under-portion'
  | 'not-refinable'
  | 'scrap-not-paid'
  | 'no-yield'
  | 'too-many';

/** Each way that was tried, in the order of `WAYS`. */
export type TriedWay = {
  readonly way: Way;
  /** Hundredths of ISK; null: see `reason`. */
  readonly value: bigint | null;
  readonly reason: WayRefusal | null;
};

export type LotValue = {
  readonly chosen: WayValue;
  readonly tried: readonly TriedWay[];
  /** Why its minerals' price stands in for its own: what is wrong with its own book. */
  readonly standsInFor: UnusableReason | null;
};

export type LotFacts = {
  readonly paying: Paying;
  /** The trader's, where the rule says none. */
  readonly refineYield: string | null;
  readonly forms: Forms;
  /** Whether an ore whose own book makes no price may be valued by its minerals. */
  readonly mayStandIn: boolean;
  /** Price of a unit of so many, in the market that the offer names, or why there is none. */
  readonly priceOf: (typeId: number, quantity: number) => UsablePrice | UnusableReason;
};

/**
 * Value a lot by a method, or say why it is worth nothing.
 *
 * What cannot be compressed is paid for as it is, where it is to be paid for compressed. The best of
 * leaves out ways without a price. The least of does so only where a market has no orders or too few:
 * a way whose price is missing or old might have been the least.
 */
export function valueLot(lot: Lot, facts: LotFacts): LotValue | WayRefusal {
  const { method } = facts.paying;
  if (method === 'best-of' || method === 'least-of') return choose(lot, method, facts);

  const way = method === 'compressed' && !facts.forms.compressed ? 'as-is' : method;
  const outcome = valueBy(way, lot, facts);
  if (typeof outcome !== 'string') return settle(outcome, [outcome]);
  if (!facts.mayStandIn || way === 'refined' || !isThin(outcome)) return outcome;
  if (facts.forms.recipe?.processing.kind !== 'ore') return outcome;
  const minerals = valueRefined(lot, facts);
  return typeof minerals === 'string'
    ? outcome
    : { ...settle(minerals, [tried(way, outcome), minerals]), standsInFor: outcome };
}

/** Units times price, exactly. */
export function sumParts(parts: readonly PricedPart[]): bigint {
  return parts.reduce((sum, { quantity, price }) => sum + price.amount * BigInt(quantity), 0n);
}

function choose(lot: Lot, method: Method, facts: LotFacts): LotValue | WayRefusal {
  const { compressed, recipe } = facts.forms;
  const isRefined = recipe && (recipe.processing.kind !== 'scrap' || facts.paying.takesScrap);
  const ways: Way[] = [
    'as-is',
    ...(compressed ? (['compressed'] as const) : []),
    ...(isRefined ? (['refined'] as const) : []),
  ];
  const outcomes = ways.map((way) => {
    const outcome = valueBy(way, lot, facts);
    return typeof outcome === 'string' ? tried(way, outcome) : outcome;
  });
  const valued = outcomes.filter((outcome) => 'parts' in outcome);
  const refusals = outcomes.flatMap((outcome) => ('parts' in outcome ? [] : outcome.reason));
  if (method === 'least-of') {
    const unknown = refusals.find((reason) => !isNoBound(reason));
    if (unknown) return unknown;
  }
  const [first, ...others] = valued;
  if (!first) return refusals[0] ?? 'no-price';
  const isBetter = (a: WayValue, b: WayValue) =>
    method === 'best-of' ? a.value > b.value : a.value < b.value;
  return settle(
    others.reduce((best, each) => (isBetter(each, best) ? each : best), first),
    outcomes,
  );
}

function settle(chosen: WayValue, all: readonly (WayValue | TriedWay)[]): LotValue {
  return {
    chosen,
    tried: all.map((each) =>
      'parts' in each ? { way: each.way, value: each.value, reason: null } : each,
    ),
    standsInFor: null,
  };
}

function tried(way: Way, reason: WayRefusal): TriedWay & { readonly reason: WayRefusal } {
  return { way, value: null, reason };
}

const THIN: ReadonlySet<string> = new Set(['no-orders', 'thin-book', 'not-deep', 'no-trades']);

/** A market that nobody trades at bounds nothing, and less than a portion has no worth refined. */
function isNoBound(reason: WayRefusal): boolean {
  return isThin(reason) || reason === 'under-portion';
}

function isThin(reason: WayRefusal): reason is UnusableReason {
  return THIN.has(reason);
}

function valueBy(way: Way, lot: Lot, facts: LotFacts): WayValue | WayRefusal {
  if (way === 'refined') {
    // It is what its compressed form would be turned into.
    return facts.forms.isRawGas
      ? valueWhole('as-is', lot.typeId, lot, facts)
      : valueRefined(lot, facts);
  }
  const typeId = way === 'compressed' ? facts.forms.compressed?.typeId : lot.typeId;
  return typeId === undefined ? 'no-price' : valueWhole(way, typeId, lot, facts);
}

/** One for one, as the type itself or as its compressed form. */
function valueWhole(
  way: Way,
  typeId: number,
  { quantity }: Lot,
  { priceOf }: LotFacts,
): WayValue | WayRefusal {
  const price = priceOf(typeId, quantity);
  if (typeof price === 'string') return price;
  const parts = [{ typeId, quantity, price }];
  return { way, value: sumParts(parts), parts, refined: null, leftover: null };
}

function valueRefined(lot: Lot, facts: LotFacts): WayValue | WayRefusal {
  const { forms, paying, priceOf } = facts;
  const { recipe } = forms;
  if (!recipe) return 'not-refinable';
  if (recipe.processing.kind === 'scrap' && !paying.takesScrap) return 'scrap-not-paid';
  const share = shareOf(recipe, paying.refineYield ?? facts.refineYield);
  if (!share) return 'no-yield';
  if (isBeyondCounting(lot.quantity, recipe)) return 'too-many';

  const { outputs, portions, leftover: units } = refineLot(lot.quantity, recipe, share);
  const parts: PricedPart[] = [];
  for (const output of outputs) {
    const price = priceOf(output.typeId, output.quantity);
    // The rest alone would look like a bad ore.
    if (typeof price === 'string') return price;
    parts.push({ ...output, price });
  }
  const leftover = units === 0 ? null : toLeftover(lot.typeId, units, facts);
  const rest = leftover?.price
    ? [{ typeId: lot.typeId, quantity: units, price: leftover.price }]
    : [];
  const value = sumParts([...parts, ...rest]);
  if (value === 0n) return 'under-portion';
  const refined = { share, portionSize: recipe.portionSize, portions };
  return { way: 'refined', value, parts, refined, leftover };
}

/** Whether a count would leave the numbers that are exact. Nobody has that much. */
function isBeyondCounting(units: number, { portionSize, materials }: Recipe): boolean {
  const most = Math.max(...materials.map(({ quantity }) => quantity), 1);
  return !Number.isSafeInteger(units) || (units / portionSize) * most > Number.MAX_SAFE_INTEGER / 2;
}

function toLeftover(typeId: number, quantity: number, { paying, priceOf }: LotFacts): Leftover {
  const price = paying.remainder === 'as-is' ? priceOf(typeId, quantity) : null;
  return {
    quantity,
    remainder: paying.remainder,
    price: typeof price === 'string' ? null : price,
  };
}
