/**
 * How much of its materials a type gives back, as a share of 1, without rounding.
 *
 * @module
 */
import { add, compareDecimals, type Decimal, decimal, multiply, ONE, ZERO } from './decimal.ts';

/** Where things are refined. */
export type RefiningPlace = {
  /** Base yield in percent: 50 in structures, 25 to 50 in NPC stations. */
  readonly basePercent: Decimal;
  /** Percent that the rig adds to the base: 0 without one, 1 (T1), 3 (T2). */
  readonly rigPercent: Decimal;
  /** What the system's security adds to a rig's worth: 0 (high), 0.06 (low), 0.12 (null, wormhole). */
  readonly securityBonus: Decimal;
  /** 0.02 for an Athanor, 0.055 for a Tatara, else 0. */
  readonly structureBonus: Decimal;
};

/** Who refines. Levels are 0 to 5. */
export type RefiningPilot = {
  /** Reprocessing. */
  readonly reprocessing: number;
  /** Reprocessing Efficiency. */
  readonly efficiency: number;
  /** The skill for the very ore: Simple Ore Processing and so on. */
  readonly oreSkill: number;
  /** 0.01, 0.02 or 0.04 for an RX-801, RX-802, RX-804. */
  readonly implantBonus: Decimal;
};

const PERCENT = decimal('0.01');
/** Reprocessing Efficiency needs Reprocessing, an ore's skill needs Efficiency, at this level. */
const NEEDED_LEVEL = 4;
const BEST_LEVEL = 5;

const SCRAP_BASE = decimal('0.5');
const GAS_BASE = decimal('0.8');

/**
 * The yield of ore, moon ore and ice: (base + rig) × (1 + security) × (1 + structure)
 * × (1 + 3 % a level of Reprocessing) × (1 + 2 % a level of Efficiency) × (1 + 2 % a level of the
 * ore's skill) × (1 + implant).
 *
 * Security counts only with a rig. A skill whose prerequisite is not trained far enough counts as not
 * trained, levels beyond 0 to 5 as the nearest, and a yield is never above 1.
 *
 * @throws {RangeError} For a level that is no whole number.
 */
export function computeOreYield(place: RefiningPlace, pilot: RefiningPilot): Decimal {
  const levels = usableLevels(pilot);
  const hasRig = place.rigPercent.digits > 0n;
  return atMostOne(
    multiply(
      add(place.basePercent, place.rigPercent),
      PERCENT,
      add(ONE, hasRig ? place.securityBonus : ZERO),
      add(ONE, place.structureBonus),
      add(ONE, levelBonus(levels.reprocessing, 3n)),
      add(ONE, levelBonus(levels.efficiency, 2n)),
      add(ONE, levelBonus(levels.oreSkill, 2n)),
      add(ONE, pilot.implantBonus),
    ),
  );
}

/**
 * The yield of modules, ships and all else that is made: 50 % and 1 point a level of Scrapmetal
 * Processing, so 55 % at most. Rig, structure, security and implant do nothing for it.
 *
 * @param level Of Scrapmetal Processing.
 */
export function computeScrapYield(level: number): Decimal {
  return multiply(SCRAP_BASE, add(ONE, levelBonus(clampLevel(level), 2n)));
}

/**
 * How much of compressed gas comes back raw: 80 %, 1 point a level of Gas Decompression Efficiency,
 * and what the refinery adds. Source: EVE's attributes gasDecompressionBaseEfficiency and
 * structureGasDecompressionEfficiencyBonus.
 *
 * @param structureBonus 0.04 for an Athanor, 0.1 for a Tatara.
 */
export function computeGasYield(level: number, structureBonus: Decimal): Decimal {
  return atMostOne(add(add(GAS_BASE, levelBonus(clampLevel(level), 1n)), structureBonus));
}

/** The levels that can be had together: see {@link computeOreYield}. */
export function usableLevels({
  reprocessing,
  efficiency,
  oreSkill,
}: Omit<RefiningPilot, 'implantBonus'>): Omit<RefiningPilot, 'implantBonus'> {
  const first = clampLevel(reprocessing);
  const second = first >= NEEDED_LEVEL ? clampLevel(efficiency) : 0;
  return {
    reprocessing: first,
    efficiency: second,
    oreSkill: second >= NEEDED_LEVEL ? clampLevel(oreSkill) : 0,
  };
}

function clampLevel(level: number): number {
  if (!Number.isInteger(level)) throw new RangeError(`Not a level of a skill: ${level}`);
  return Math.min(Math.max(level, 0), BEST_LEVEL);
}

function levelBonus(level: number, percentALevel: bigint): Decimal {
  return { digits: BigInt(level) * percentALevel, places: 2 };
}

function atMostOne(value: Decimal): Decimal {
  return compareDecimals(value, ONE) > 0 ? ONE : value;
}
