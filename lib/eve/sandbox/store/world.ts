/**
 * Everything the sandbox remembers: one JSON document, checked when it is read back.
 *
 * Money is `bigint` hundredths of ISK, written as a string of digits.
 *
 * @module
 */
import * as z from 'zod';
import { faultSchema } from '../faults/schema.ts';

const idSchema = z.int().nonnegative();
const centsSchema = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);

export const contractTypes = ['item_exchange', 'courier'] as const;
export const contractStatuses = [
  'outstanding',
  'in_progress',
  'finished',
  'rejected',
  'failed',
] as const;

const contractItemSchema = z.strictObject({
  recordId: idSchema,
  typeId: idSchema,
  /** At most 2^31 − 1: larger amounts are several stacks. */
  quantity: z.int().positive(),
  isIncluded: z.boolean(),
  /** An assembled ship: ESI shows it by the contract's volume alone. */
  isAssembled: z.boolean(),
  isBlueprintCopy: z.boolean(),
});

const contractSchema = z.strictObject({
  contractId: idSchema,
  type: z.enum(contractTypes),
  status: z.enum(contractStatuses),
  issuerId: idSchema,
  issuerCorporationId: idSchema,
  isForCorporation: z.boolean(),
  /** A character, a corporation, an alliance; 0 means public. */
  assigneeId: idSchema,
  /** 0 means nobody yet. */
  acceptorId: idSchema,
  startLocationId: idSchema,
  endLocationId: idSchema,
  priceCents: centsSchema,
  rewardCents: centsSchema,
  collateralCents: centsSchema,
  title: z.string(),
  volumeM3: z.number().nonnegative(),
  daysToComplete: z.int().nonnegative(),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  acceptedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  items: z.array(contractItemSchema),
});

const refreshTokenSchema = z.strictObject({
  token: z.string().min(1),
  clientId: z.string(),
  characterId: idSchema,
  /** The owner hash at the time of the grant: a sold character's tokens are dead. */
  ownerHash: z.string(),
  scopes: z.array(z.string()),
  issuedAt: z.iso.datetime(),
});

const openedWindowSchema = z.strictObject({
  characterId: idSchema,
  contractId: idSchema,
  openedAt: z.iso.datetime(),
});

/** How long ESI's answers stay the same, in milliseconds. */
export const cacheWindowsSchema = z.strictObject({
  contractsMs: z.int().min(1_000).max(86_400_000),
  contractItemsMs: z.int().min(1_000).max(86_400_000),
  ordersMs: z.int().min(1_000).max(86_400_000),
});

export const worldSchema = z.strictObject({
  version: z.literal(1),
  nextContractId: idSchema,
  nextRecordId: idSchema,
  /** Character id → hundredths of ISK. */
  wallets: z.record(z.string(), centsSchema),
  /** Character id → station id → type id → count. */
  hangars: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.int().positive()))),
  /** Character id → how often the character was sold. */
  sales: z.record(z.string(), z.int().positive()),
  contracts: z.array(contractSchema),
  openedWindows: z.array(openedWindowSchema),
  refreshTokens: z.array(refreshTokenSchema),
  faults: z.array(faultSchema),
  cacheWindows: cacheWindowsSchema,
});

export type World = z.output<typeof worldSchema>;
export type Contract = z.output<typeof contractSchema>;
export type ContractItem = z.output<typeof contractItemSchema>;
export type RefreshToken = z.output<typeof refreshTokenSchema>;
export type CacheWindows = z.output<typeof cacheWindowsSchema>;
