/**
 * What an ore is worth raw, compressed and refined.
 *
 * @module
 */
import { type Decimal, multiplyAndFloor } from '#lib/core/reprocessing/decimal.ts';
import { refineLot } from '#lib/core/reprocessing/refine.ts';
import { ORE_KINDS, type Ore, type OreMaterial, type OrePrice } from './ore.ts';
import type { OreColumn, OreSort, OreView } from './ore-view.ts';
import { gasYieldOf, yieldOf } from './refinery.ts';

export const WAYS = ['raw', 'compressed', 'refined'] as const;
export type Way = (typeof WAYS)[number];

/** An ore at somebody's skills and a hub's prices. ISK in hundredths, null where no price is known. */
export type ValuedOre = {
  readonly ore: Ore;
  /** Null for gas, and for what refines to nothing. */
  readonly share: Decimal | null;
  /** For a raw cubic metre or a unit, as the view says; half up. */
  readonly worth: Readonly<Record<Way, bigint | null>>;
  /** When EVE made the oldest book that a worth is of. */
  readonly bookAt: Readonly<Record<Way, Date | null>>;
  /** The best way of those with a price; of equal ones the least work. */
  readonly best: Way | null;
  /** Tenths of a percent that the best way is above raw. */
  readonly gainTenths: number | null;
  /** ISK a cubic metre that is hauled, compressed. */
  readonly hauled: bigint | null;
  /** What {@link sampleSize} units refine to, rounded down once as in a lot. */
  readonly outputs: readonly OreMaterial[];
  /** Materials whose price is missing, so that there is no worth refined. */
  readonly unpriced: readonly OreMaterial[];
};

/** Hundredths of ISK as a fraction: nothing is rounded before it is shown. */
type Fraction = { readonly over: bigint; readonly under: bigint };

const SAMPLE = 100;
const MILLION = 1_000_000n;

/** So many units of an ore are shown refined: a hundred, or a portion where that is more. */
export function sampleSize({ portionSize }: Ore): number {
  return Math.max(SAMPLE, portionSize);
}

/**
 * Value ores, filtered and sorted as the view says.
 *
 * Worth refined is that of a unit in a large lot, so without rounding down, and less the owner's tax.
 * It is null when the price of any material is missing: a part of it would look like a bad ore.
 */
export function valueOres(
  ores: readonly Ore[],
  prices: ReadonlyMap<number, OrePrice>,
  view: OreView,
): ValuedOre[] {
  const matches = createMatcher(view);
  return ores
    .filter(matches)
    .map((ore) => valueOre(ore, prices, view))
    .sort(createOrder(view.sort));
}

/** How many ores of each kind the rest of the view leaves. */
export function countKinds(ores: readonly Ore[], view: OreView): Record<OreView['kind'], number> {
  const left = ores.filter(createMatcher({ ...view, kind: 'all' }));
  const count = (kind: Ore['kind']) => left.filter((ore) => ore.kind === kind).length;
  return {
    all: left.length,
    ore: count('ore'),
    ice: count('ice'),
    moon: count('moon'),
    gas: count('gas'),
  };
}

export function valueOre(
  ore: Ore,
  prices: ReadonlyMap<number, OrePrice>,
  view: OreView,
): ValuedOre {
  const priceOf = (typeId: number): bigint | null => prices.get(typeId)?.[view.side] ?? null;
  const isRefined = ore.materials.length > 0;
  const share = isRefined ? yieldOf(view, ore.skill) : null;
  const refined = share && refinedWorth(ore, share, priceOf, view.taxBp);
  const units: Record<Way, Fraction | null> = {
    raw: whole(priceOf(ore.typeId)),
    compressed: whole(ore.compressed && priceOf(ore.compressed.typeId)),
    refined,
  };
  const best = findBest(units);
  const show = (unit: Fraction | null) =>
    unit && round(view.per === 'unit' ? unit : perM3(unit, ore.volumeM3));
  return {
    ore,
    share,
    worth: {
      raw: show(units.raw),
      compressed: show(units.compressed),
      refined: show(units.refined),
    },
    bookAt: {
      raw: oldestOf(prices, [ore.typeId]),
      compressed: oldestOf(prices, ore.compressed ? [ore.compressed.typeId] : []),
      refined: oldestOf(
        prices,
        ore.materials.map(({ typeId }) => typeId),
      ),
    },
    best,
    gainTenths: gainOf(units.raw, best && units[best]),
    hauled:
      ore.compressed && units.compressed
        ? round(perM3(units.compressed, ore.compressed.volumeM3))
        : null,
    outputs: share ? outputsOf(ore, share) : gasOutputs(ore, gasYieldOf(view)),
    unpriced: ore.materials.filter(({ typeId }) => priceOf(typeId) === null),
  };
}

function oldestOf(prices: ReadonlyMap<number, OrePrice>, typeIds: readonly number[]): Date | null {
  const books = typeIds.flatMap((typeId) => prices.get(typeId)?.bookAt ?? []);
  return books.reduce<Date | null>((old, at) => (old === null || at < old ? at : old), null);
}

function refinedWorth(
  { materials, portionSize }: Ore,
  share: Decimal,
  priceOf: (typeId: number) => bigint | null,
  taxBp: number,
): Fraction | null {
  let portion = 0n;
  for (const { typeId, quantity } of materials) {
    const price = priceOf(typeId);
    if (price === null) return null;
    portion += price * BigInt(quantity);
  }
  return {
    over: portion * share.digits * BigInt(10_000 - taxBp),
    under: 10n ** BigInt(share.places) * BigInt(portionSize) * 10_000n,
  };
}

function outputsOf(ore: Ore, share: Decimal): OreMaterial[] {
  const { outputs } = refineLot(sampleSize(ore), ore, share);
  return outputs.map(({ typeId, quantity }) => ({
    typeId,
    name: ore.materials.find((material) => material.typeId === typeId)?.name ?? '',
    quantity,
  }));
}

/** Of compressed gas a part comes back as itself. */
function gasOutputs(ore: Ore, share: Decimal | null): OreMaterial[] {
  if (ore.kind !== 'gas' || ore.compressed === null || share === null) return [];
  const quantity = Number(multiplyAndFloor(BigInt(SAMPLE), share));
  return [{ typeId: ore.typeId, name: ore.name, quantity }];
}

function findBest(units: Record<Way, Fraction | null>): Way | null {
  let best: Way | null = null;
  for (const way of WAYS) {
    const unit = units[way];
    if (unit && (best === null || isMore(unit, units[best]))) best = way;
  }
  return best;
}

function gainOf(raw: Fraction | null, best: Fraction | null): number | null {
  if (!raw || !best || raw.over === 0n) return null;
  const ratio = { over: best.over * raw.under * 1_000n, under: best.under * raw.over };
  return Number(round(ratio)) - 1_000;
}

function isMore(a: Fraction, b: Fraction | null): boolean {
  return b !== null && a.over * b.under > b.over * a.under;
}

function whole(amount: bigint | null): Fraction | null {
  return amount === null ? null : { over: amount, under: 1n };
}

/** Volumes have at most six decimals. */
function perM3({ over, under }: Fraction, volumeM3: number): Fraction {
  return { over: over * MILLION, under: under * BigInt(Math.round(volumeM3 * 1e6)) };
}

function round({ over, under }: Fraction): bigint {
  return (over * 2n + under) / (under * 2n);
}

function createMatcher({ kind, grades, search }: OreView): (ore: Ore) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (ore) => {
    if (kind !== 'all' && ore.kind !== kind) return false;
    if (grades === 'plain' && !ore.isPlain) return false;
    if (words.length === 0) return true;
    const materials = ore.materials.map(({ name }) => name);
    const text = [ore.name, ...ore.aliases, ore.groupName, ...materials].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

type SortKey = string | number | bigint | null;

const KEYS: Record<OreColumn, (row: ValuedOre) => SortKey> = {
  name: ({ ore }) => ore.name,
  group: ({ ore }) => ore.groupName,
  volume: ({ ore }) => ore.volumeM3,
  raw: ({ worth }) => worth.raw,
  compressed: ({ worth }) => worth.compressed,
  refined: ({ worth }) => worth.refined,
  gain: ({ gainTenths }) => gainTenths,
  best: ({ best }) => best,
  hauled: ({ hauled }) => hauled,
};

/** What has no value in the column comes last, whichever way it is sorted. */
function createOrder(sort: OreSort | null): (a: ValuedOre, b: ValuedOre) => number {
  const byKind = (a: ValuedOre, b: ValuedOre) =>
    ORE_KINDS.indexOf(a.ore.kind) - ORE_KINDS.indexOf(b.ore.kind);
  const byName = (a: ValuedOre, b: ValuedOre) => compare(a.ore.name, b.ore.name);
  if (sort === null) return (a, b) => byKind(a, b) || byName(a, b);
  const keyOf = KEYS[sort.column];
  return (a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)];
    if (first === null || second === null) {
      return Number(first === null) - Number(second === null) || byName(a, b);
    }
    const order = compare(first, second);
    return (sort.isDescending ? -order : order) || byName(a, b);
  };
}

function compare<Key extends string | number | bigint>(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
