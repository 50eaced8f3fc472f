/**
 * What the ore table knows of an ore, before anybody's skills and prices.
 *
 * @module
 */
import type { OreSkillKey } from '#lib/core/reprocessing/processing.ts';

export const ORE_KINDS = ['ore', 'ice', 'moon', 'gas'] as const;
export type OreKind = (typeof ORE_KINDS)[number];

export type OreMaterial = {
  readonly typeId: number;
  readonly name: string;
  /** Of one portion at a yield of 1. */
  readonly quantity: number;
};

/** A raw ore, ice, moon ore or gas. */
export type Ore = {
  readonly typeId: number;
  readonly name: string;
  /** Other names that players look for: "Veldspar II-Grade". */
  readonly aliases: readonly string[];
  readonly kind: OreKind;
  readonly groupName: string;
  /** Cubic metres of one unit. */
  readonly volumeM3: number;
  /** Units that are refined together. */
  readonly portionSize: number;
  /** Null: no skill counts for it. */
  readonly skill: OreSkillKey | null;
  /** Not a richer grade of another one. */
  readonly isPlain: boolean;
  /** Empty for gas, which is not refined. */
  readonly materials: readonly OreMaterial[];
  /** One for one. Null: it cannot be compressed. */
  readonly compressed: {
    readonly typeId: number;
    readonly name: string;
    readonly volumeM3: number;
  } | null;
};

/** A hub's 5 % volume-weighted means in hundredths of ISK a unit; null where nobody trades. */
export type OrePrice = {
  readonly buy: bigint | null;
  readonly sell: bigint | null;
  /** When EVE made the book. */
  readonly bookAt: Date;
};
