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

export const contractTypes = ['item_exchange', 'courier', 'auction'] as const;
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

const bidSchema = z.strictObject({
  bidId: idSchema,
  bidderId: idSchema,
  cents: centsSchema,
  at: z.iso.datetime(),
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
  /** What ends an auction at once; 0 where nothing does. */
  buyoutCents: centsSchema.default(0n),
  /** Of an auction, the highest last. */
  bids: z.array(bidSchema).default([]),
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
  kind: z.enum(['contract', 'information', 'market-details', 'new-mail']).default('contract'),
  /** Set for a contract's window. */
  contractId: idSchema.nullable(),
  /** Whose information, or which type's market, is shown. */
  targetId: idSchema.nullable().default(null),
  /** Subject of the mail that is begun. */
  subject: z.string().nullable().default(null),
  openedAt: z.iso.datetime(),
});

const mailSchema = z.strictObject({
  mailId: idSchema,
  fromId: idSchema,
  recipients: z.array(z.strictObject({ id: idSchema, kind: z.string() })),
  subject: z.string(),
  body: z.string(),
  sentAt: z.iso.datetime(),
});

export const movementKinds = [
  'contract-price',
  'contract-reward-deposit',
  'contract-reward',
  'contract-reward-refund',
  'contract-collateral',
  'contract-collateral-refund',
  'auction-bid',
  'auction-bid-refund',
  'auction-sold',
  'market-trade',
  'sales-tax',
  'game-master',
] as const;

/** One payment, told once: the journals of both sides and their transactions follow from it. */
const movementSchema = z.strictObject({
  id: idSchema,
  at: z.iso.datetime(),
  kind: z.enum(movementKinds),
  /** 0 is the game itself, which holds what contracts have deposited. */
  fromId: idSchema,
  toId: idSchema,
  cents: centsSchema,
  contractId: idSchema.nullable(),
  /** The market trade that it paid, or whose tax it is. */
  trade: z
    .strictObject({
      typeId: idSchema,
      quantity: z.int().positive(),
      unitCents: centsSchema,
      locationId: idSchema,
    })
    .nullable(),
});

/** How long ESI's answers stay the same, in milliseconds. */
export const cacheWindowsSchema = z.strictObject({
  contractsMs: z.int().min(1_000).max(86_400_000),
  contractItemsMs: z.int().min(1_000).max(86_400_000),
  ordersMs: z.int().min(1_000).max(86_400_000),
  /** How many times sooner than in EVE all other answers expire, daily ones excepted. */
  speed: z.int().min(1).max(3_600).default(1),
});

/** Fields that came later have defaults, so that older files are read as they are. */
export const worldSchema = z.strictObject({
  version: z.literal(1),
  /** Since when there is this universe: what is derived of the time before is not stored. */
  beganAt: z.iso.datetime().default('2025-01-01T00:00:00.000Z'),
  nextContractId: idSchema,
  /** Of contract items, bids, payments and mails. */
  nextRecordId: idSchema,
  /** Character or corporation id → hundredths of ISK. */
  wallets: z.record(z.string(), centsSchema),
  /** Character or corporation id → station id → type id → count. */
  hangars: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.int().positive()))),
  /** Character id → how often the character was sold. */
  sales: z.record(z.string(), z.int().positive()),
  contracts: z.array(contractSchema),
  /** The newest payments, oldest first. */
  movements: z.array(movementSchema).default([]),
  openedWindows: z.array(openedWindowSchema),
  /** The newest mails, newest first. */
  mails: z.array(mailSchema).default([]),
  /** Character id → roles that replace those of the presets. */
  roles: z.record(z.string(), z.array(z.string())).default({}),
  /** Whether each refresh gives another refresh token and kills the old one. */
  rotatesTokens: z.boolean().default(true),
  refreshTokens: z.array(refreshTokenSchema),
  faults: z.array(faultSchema),
  cacheWindows: cacheWindowsSchema,
});

export type World = z.output<typeof worldSchema>;
export type Contract = z.output<typeof contractSchema>;
export type ContractItem = z.output<typeof contractItemSchema>;
export type Bid = z.output<typeof bidSchema>;
export type Movement = z.output<typeof movementSchema>;
export type OpenedWindow = z.output<typeof openedWindowSchema>;
export type RefreshToken = z.output<typeof refreshTokenSchema>;
export type CacheWindows = z.output<typeof cacheWindowsSchema>;
