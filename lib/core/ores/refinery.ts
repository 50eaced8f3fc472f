/**
 * The visitor's own structure, rigs, skills and implant, as the ore table asks for them.
 *
 * @module
 */
import { computeGasYield, computeOreYield } from '#lib/core/reprocessing/compute-yield.ts';
import { type Decimal, decimal, ZERO } from '#lib/core/reprocessing/decimal.ts';
import type { OreSkillKey } from '#lib/core/reprocessing/processing.ts';

export const STRUCTURES = ['tatara', 'athanor', 'other', 'station'] as const;
export type Structure = (typeof STRUCTURES)[number];
export const RIGS = ['none', 't1', 't2'] as const;
export type Rig = (typeof RIGS)[number];
export const SECURITIES = ['high', 'low', 'null'] as const;
export type Security = (typeof SECURITIES)[number];
export const IMPLANTS = ['none', '801', '802', '804'] as const;
export type Implant = (typeof IMPLANTS)[number];
/** The base yields that NPC stations have, in percent. */
export const STATION_BASES = ['50', '40', '35', '32', '30', '25'] as const;
export type StationBase = (typeof STATION_BASES)[number];

export type Refinery = {
  readonly structure: Structure;
  /** Counts at an NPC station alone: structures have 50. */
  readonly base: StationBase;
  /** Rig and security count in structures alone. */
  readonly rig: Rig;
  readonly security: Security;
  readonly implant: Implant;
  readonly reprocessing: number;
  readonly efficiency: number;
  readonly skills: Readonly<Record<OreSkillKey, number>>;
  /** Gas Decompression Efficiency. */
  readonly gas: number;
  /** Of the output's value, in basis points. */
  readonly taxBp: number;
};

const STRUCTURE_BASE = decimal('50');
const ORE_BONUS: Record<Structure, Decimal> = {
  tatara: decimal('0.055'),
  athanor: decimal('0.02'),
  other: ZERO,
  station: ZERO,
};
const GAS_BONUS: Record<Structure, Decimal> = {
  tatara: decimal('0.1'),
  athanor: decimal('0.04'),
  other: ZERO,
  station: ZERO,
};
const RIG_PERCENT: Record<Rig, Decimal> = { none: ZERO, t1: decimal('1'), t2: decimal('3') };
const SECURITY_BONUS: Record<Security, Decimal> = {
  high: ZERO,
  low: decimal('0.06'),
  null: decimal('0.12'),
};
const IMPLANT_BONUS: Record<Implant, Decimal> = {
  none: ZERO,
  '801': decimal('0.01'),
  '802': decimal('0.02'),
  '804': decimal('0.04'),
};

/** The yield of an ore that this skill counts for; null: of one that no skill counts for. */
export function yieldOf(refinery: Refinery, skill: OreSkillKey | null): Decimal {
  const { structure, reprocessing, efficiency } = refinery;
  const isStation = structure === 'station';
  return computeOreYield(
    {
      basePercent: isStation ? decimal(refinery.base) : STRUCTURE_BASE,
      rigPercent: isStation ? ZERO : RIG_PERCENT[refinery.rig],
      securityBonus: SECURITY_BONUS[refinery.security],
      structureBonus: ORE_BONUS[structure],
    },
    {
      reprocessing,
      efficiency,
      oreSkill: skill === null ? 0 : refinery.skills[skill],
      implantBonus: IMPLANT_BONUS[refinery.implant],
    },
  );
}

/** How much of compressed gas comes back; null where no refinery stands to decompress it. */
export function gasYieldOf({ structure, gas }: Refinery): Decimal | null {
  if (structure !== 'tatara' && structure !== 'athanor') return null;
  return computeGasYield(gas, GAS_BONUS[structure]);
}
