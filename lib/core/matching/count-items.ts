import type { FindingCode } from './finding.ts';
import type { MatchItem } from './match-input.ts';
import { findRow, type PreparedQuote, quotedOf, ROW_LENGTH } from './prepare-quote.ts';
import { compareTallies, tallyItems } from './tally.ts';

/** What one look at a contract's items tells. */
export type ItemCount = {
  readonly code: Extract<FindingCode, `items-${string}`>;
  /** Whether anything is asked for in return. */
  readonly hasRequested: boolean;
  /** Whether anything given is marked as a blueprint copy. */
  readonly hasCopies: boolean;
  /** Packaged, of all that is given; null where a volume is not known. */
  readonly packagedM3: number | null;
};

const RAW_COPY = -2;
/** Units given by row, of the count that is going on: one piece of memory for all of them. */
let sums = new Float64Array(3 * 64);

const IS_FEW = 1;
const IS_MANY = 2;
const IS_MISSING = 4;
const IS_EXTRA = 8;

/**
 * Count what a contract gives against what is quoted, in one pass and without a map of its own: the
 * hot part of every match. `compareTallies` says the same at length.
 */
export function countItems(prepared: PreparedQuote, items: readonly MatchItem[]): ItemCount {
  const { rows, positions } = prepared;
  if (sums.length < rows.length) sums = new Float64Array(rows.length * 2);
  for (let position = 0; position < rows.length; position += ROW_LENGTH) sums[position] = 0;
  let hasRequested = false;
  let hasCopies = false;
  let isOdd = false;
  let found = 0;
  for (const { typeId, quantity, rawQuantity, isIncluded } of items) {
    if (!isIncluded) {
      hasRequested = true;
      continue;
    }
    if (rawQuantity === RAW_COPY) hasCopies = true;
    // No count at all: such a stack differs from everything.
    if (!(quantity >= 0)) isOdd = true;
    const position = findRow(rows, positions, typeId);
    if (position !== -1) sums[position] = (sums[position] ?? 0) + quantity;
    else if (quantity !== 0) found |= IS_EXTRA;
  }
  if (isOdd) return countAtLength(prepared, items, hasRequested, hasCopies);

  const packagedM3 =
    found === 0 ? volumeOf(prepared) : volumeAtLength(prepared.packagedVolumesM3, items);
  return {
    code: CODES[found | compare(prepared)] ?? 'items-differ',
    hasRequested,
    hasCopies,
    packagedM3,
  };
}

/** By what is found; several at once differ. */
const CODES: readonly ItemCount['code'][] = [
  'items-exact',
  'items-too-few',
  'items-too-many',
  'items-differ',
  'items-missing',
  'items-differ',
  'items-differ',
  'items-differ',
  'items-extra',
];

function compare({ rows }: PreparedQuote): number {
  let found = 0;
  for (let position = 0; position < rows.length; position += ROW_LENGTH) {
    const wanted = rows[position + 1] ?? 0;
    const sent = sums[position] ?? 0;
    if (sent === wanted) continue;
    if (wanted === 0) found |= IS_EXTRA;
    else if (sent === 0) found |= IS_MISSING;
    else found |= sent < wanted ? IS_FEW : IS_MANY;
  }
  return found;
}

function volumeOf({ packagedVolumesM3, rows }: PreparedQuote): number | null {
  if (!packagedVolumesM3) return null;
  let sumM3 = 0;
  for (let position = 0; position < rows.length; position += ROW_LENGTH) {
    const units = sums[position] ?? 0;
    if (units > 0) sumM3 += (rows[position + 2] ?? Number.NaN) * units;
  }
  return Number.isNaN(sumM3) ? null : sumM3;
}

function countAtLength(
  prepared: PreparedQuote,
  items: readonly MatchItem[],
  hasRequested: boolean,
  hasCopies: boolean,
): ItemCount {
  const difference = compareTallies(quotedOf(prepared), tallyItems(items));
  return {
    code: difference?.code ?? 'items-exact',
    hasRequested,
    hasCopies,
    packagedM3: volumeAtLength(prepared.packagedVolumesM3, items),
  };
}

/** Type by type, so that the split of a stack changes nothing, not even the last digit. */
function volumeAtLength(
  volumes: PreparedQuote['packagedVolumesM3'],
  items: readonly MatchItem[],
): number | null {
  if (!volumes) return null;
  if (items.length <= FEW_ITEMS) return volumeOfFew(volumes, items);
  let sumM3 = 0;
  for (const [typeId, units] of tallyItems(items)) {
    const volumeM3 = volumes[typeId];
    if (volumeM3 === undefined || Number.isNaN(units)) return null;
    sumM3 += volumeM3 * units;
  }
  return sumM3;
}

/** Up to so many, sums by type need no map: a contract with other items takes 1 µs less. */
const FEW_ITEMS = 16;
const fewTypeIds = new Float64Array(FEW_ITEMS);
const fewUnits = new Float64Array(FEW_ITEMS);

function volumeOfFew(
  volumes: NonNullable<PreparedQuote['packagedVolumesM3']>,
  items: readonly MatchItem[],
): number | null {
  let types = 0;
  for (const { typeId, quantity, isIncluded } of items) {
    if (!isIncluded) continue;
    if (volumes[typeId] === undefined || !(quantity >= 0)) return null;
    let position = 0;
    while (position < types && fewTypeIds[position] !== typeId) position += 1;
    if (position === types) {
      fewTypeIds[position] = typeId;
      fewUnits[position] = 0;
      types += 1;
    }
    fewUnits[position] = (fewUnits[position] ?? 0) + quantity;
  }
  let sumM3 = 0;
  for (let position = 0; position < types; position += 1) {
    const volumeM3 = volumes[fewTypeIds[position] ?? 0] ?? Number.NaN;
    sumM3 += volumeM3 * (fewUnits[position] ?? 0);
  }
  return sumM3;
}
