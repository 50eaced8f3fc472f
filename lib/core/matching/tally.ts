/**
 * Items by type, stacks summed.
 *
 * @module
 */
import type { FindingCode, ItemSum, TypeCount } from './finding.ts';
import type { MatchItem, MatchLine } from './match-input.ts';

/** Units by type id, in the order in which the types first appeared. */
export type Tally = ReadonlyMap<number, number>;

export type ItemDifference = {
  readonly code: Extract<FindingCode, `items-${string}`>;
  /** Only the types whose counts differ, 0 where there are none. Quoted types first, then extras by id. */
  readonly expected: TypeCount[];
  readonly actual: TypeCount[];
};

/** Sum a quote's lines by type, copies and originals together. */
export function tallyLines(lines: readonly MatchLine[]): Tally {
  const tally = new Map<number, number>();
  for (const { typeId, quantity } of lines) add(tally, typeId, quantity);
  return tally;
}

/** Sum what a contract gives by type. What it asks for is left out. */
export function tallyItems(items: readonly MatchItem[]): Tally {
  const tally = new Map<number, number>();
  for (const { typeId, quantity, isIncluded } of items) {
    if (!isIncluded) continue;
    // A negative count would hide units of another stack: no number equals NaN, so it always differs.
    add(tally, typeId, quantity < 0 ? Number.NaN : quantity);
  }
  return tally;
}

/** Compare what is given with what is quoted. Types with 0 units count as absent. Null: equal. */
export function compareTallies(quoted: Tally, given: Tally): ItemDifference | null {
  if (areEqual(quoted, given)) return null;

  const extras = [...given.keys()].filter((id) => !quoted.has(id)).sort((a, b) => a - b);
  const expected: TypeCount[] = [];
  const actual: TypeCount[] = [];
  const codes = new Set<ItemDifference['code']>();
  for (const typeId of [...quoted.keys(), ...extras]) {
    const wanted = quoted.get(typeId) ?? 0;
    const found = given.get(typeId) ?? 0;
    if (wanted === found) continue;
    codes.add(codeOf(wanted, found));
    expected.push({ typeId, quantity: wanted });
    actual.push({ typeId, quantity: Number.isNaN(found) ? -1 : found });
  }
  const [code = 'items-differ'] = codes;
  return { code: codes.size > 1 ? 'items-differ' : code, expected, actual };
}

/** Whether there is something in a tally, and none of it is more than another holds. */
export function fitsInto(given: Tally, room: Tally): boolean {
  let isEmpty = true;
  for (const [typeId, units] of given) {
    // A negative count is NaN, and fits nowhere.
    if (!(units <= (room.get(typeId) ?? 0))) return false;
    if (units > 0) isEmpty = false;
  }
  return !isEmpty;
}

/** What is left of a tally without another, which fits into it. Types of which nothing is left are absent. */
export function subtract(from: Tally, taken: Tally): Tally {
  const left = new Map<number, number>();
  for (const [typeId, units] of from) {
    const rest = units - (taken.get(typeId) ?? 0);
    if (rest > 0) left.set(typeId, rest);
  }
  return left;
}

/** How many types and units a tally holds; types with 0 units do not count. */
export function sumOf(tally: Tally): ItemSum {
  let types = 0;
  let units = 0;
  for (const quantity of tally.values()) {
    if (quantity > 0) types++;
    units += quantity;
  }
  return { types, units };
}

function areEqual(a: Tally, b: Tally): boolean {
  for (const [typeId, units] of a) if ((b.get(typeId) ?? 0) !== units) return false;
  for (const [typeId, units] of b) if (units !== 0 && !a.has(typeId)) return false;
  return true;
}

function codeOf(wanted: number, found: number): ItemDifference['code'] {
  // A stack with a negative count: nobody can say how many there are.
  if (Number.isNaN(found)) return 'items-differ';
  if (wanted === 0) return 'items-extra';
  if (found === 0) return 'items-missing';
  if (found < wanted) return 'items-too-few';
  return 'items-too-many';
}

function add(tally: Map<number, number>, typeId: number, units: number): void {
  tally.set(typeId, (tally.get(typeId) ?? 0) + units);
}
