/**
 * The commands of the game, as the page and tests send them.
 *
 * @module
 */
import * as z from 'zod';
import { contractTypes } from '../store/world.ts';
import { iskSchema } from './isk-text.ts';

const idSchema = z.int().nonnegative();
const quantitySchema = z.int().min(1).max(1_000_000_000_000);

export const contractItemInputSchema = z.strictObject({
  typeId: idSchema,
  quantity: quantitySchema,
  /** False: the issuer asks for it. */
  isIncluded: z.boolean().default(true),
  isAssembled: z.boolean().default(false),
  isBlueprintCopy: z.boolean().default(false),
});

export const createContractSchema = z.strictObject({
  issuerId: idSchema,
  type: z.enum(contractTypes).default('item_exchange'),
  /** 0 makes it public. */
  assigneeId: idSchema,
  isForCorporation: z.boolean().default(false),
  locationId: idSchema,
  /** Where a courier brings it; elsewhere the same station. */
  endLocationId: idSchema.optional(),
  /** What the issuer gets. */
  priceIsk: iskSchema.default(0n),
  /** What the issuer pays. */
  rewardIsk: iskSchema.default(0n),
  collateralIsk: iskSchema.default(0n),
  /** What ends an auction at once; its price is the least first bid. */
  buyoutIsk: iskSchema.default(0n),
  title: z.string().max(100).default(''),
  expirationDays: z.int().min(1).max(28).default(14),
  daysToComplete: z.int().min(1).max(30).default(3),
  items: z.array(contractItemInputSchema).max(500),
  /** Puts what is missing into the hangar first, instead of refusing. */
  fillHangar: z.boolean().default(false),
});
export type CreateContract = z.output<typeof createContractSchema>;
/** What one sends: everything with a default may be left out. */
export type CreateContractInput = z.input<typeof createContractSchema>;

export const actOnContractSchema = z.strictObject({
  characterId: idSchema,
  /** Accepts for the corporation: its wallet pays, its hangar gets the goods. */
  isForCorporation: z.boolean().default(false),
  fillHangar: z.boolean().default(false),
});
export type ActOnContract = z.output<typeof actOnContractSchema>;

export const bidSchema = z.strictObject({ characterId: idSchema, amountIsk: iskSchema });

/** At the best price of the book in the station of a hub, as far as its goods reach. */
export const tradeSchema = z.strictObject({
  characterId: idSchema,
  isForCorporation: z.boolean().default(false),
  locationId: idSchema,
  typeId: idSchema,
  quantity: z.int().min(1).max(1_000_000_000),
  isBuy: z.boolean(),
});
export type Trade = z.output<typeof tradeSchema>;

export const setHangarSchema = z.strictObject({
  characterId: idSchema,
  locationId: idSchema,
  typeId: idSchema,
  quantity: z.int().min(0).max(1_000_000_000_000),
});

export const setWalletSchema = z.strictObject({ characterId: idSchema, balanceIsk: iskSchema });
