/**
 * What one's own data look like as a file. `docs/account-export.md` tells it to people.
 *
 * @module
 */
import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { CHECKS, LEVELS, VERDICTS } from '#lib/core/matching/finding.ts';
import { quoteStateSchema } from '#lib/core/quote/states.ts';
import { roleSchema } from '#lib/server/viewer.ts';

/** Another number for another shape: whoever reads such files looks here first. */
export const EXPORT_FORMAT = 'ageira-account/1';

const idSchema = z.int();
/** JSON as it is stored. */
const storedSchema = z.unknown();

export const accountRecordSchema = z.strictObject({
  accountId: z.uuid(),
  role: roleSchema,
  mainCharacterId: idSchema.nullable(),
  createdAt: instantSchema,
});

const permissionSchema = z.strictObject({
  purpose: z.string(),
  scopes: z.array(z.string()),
  state: z.enum(['active', 'dead']),
  deadReason: z.string().nullable(),
  grantedAt: instantSchema,
  refreshedAt: instantSchema.nullable(),
});

export const characterRecordSchema = z.strictObject({
  characterId: idSchema,
  name: z.string(),
  /** EVE's code for character and EVE account: it changes when the character is sold. */
  ownerHash: z.string(),
  corporationId: idSchema.nullable(),
  allianceId: idSchema.nullable(),
  affiliationAt: instantSchema.nullable(),
  createdAt: instantSchema,
  lastSignInAt: instantSchema.nullable(),
  permissions: z.array(permissionSchema),
});

export const formerCharacterRecordSchema = z.strictObject({
  characterId: idSchema,
  leftAt: instantSchema,
});

export const sessionRecordSchema = z.strictObject({
  sessionId: z.uuid(),
  characterId: idSchema,
  createdAt: instantSchema,
  lastSeenAt: instantSchema,
});

/** Without the key itself, which nobody has but its pilot. */
export const apiKeyRecordSchema = z.strictObject({
  keyId: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
});

const settlementSchema = z.strictObject({
  settlementId: z.uuid(),
  contractId: idSchema,
  part: z.int(),
  amountIsk: iskSchema,
  createdAt: instantSchema,
  /** The two lines of the ledger. Who else stands there is not told. */
  entries: z.array(z.strictObject({ party: z.enum(['trader', 'pilot']), amountIsk: iskSchema })),
});

/** One event of the trail. What it names of other people is left out. */
export const eventRecordSchema = z.strictObject({
  entity: z.string(),
  entityId: z.string(),
  version: z.int(),
  action: z.string(),
  by: z.enum(['you', 'the site', 'somebody else']),
  before: storedSchema,
  after: storedSchema,
  at: instantSchema,
});

export const quoteRecordSchema = z.strictObject({
  quoteId: z.uuid(),
  code: z.string(),
  programId: z.uuid(),
  state: quoteStateSchema,
  version: z.int(),
  side: z.enum(['buys', 'sells']),
  totalIsk: iskSchema,
  donationIsk: iskSchema,
  donationBp: z.int(),
  lineSumIsk: iskSchema,
  volumeM3: z.number(),
  locationId: idSchema,
  terms: storedSchema,
  createdAt: instantSchema,
  expiresAt: instantSchema,
  claimedAt: instantSchema.nullable(),
  lines: z.array(
    z.strictObject({
      typeId: z.int(),
      blueprintCopy: z.boolean(),
      quantity: z.int(),
      unitPriceIsk: iskSchema,
      totalIsk: iskSchema,
      volumeM3: z.number(),
      evidence: storedSchema,
    }),
  ),
  settlements: z.array(settlementSchema),
  history: z.array(eventRecordSchema),
});

const verdictSchema = z.strictObject({
  quoteId: z.uuid().nullable(),
  relation: z.string().nullable(),
  verdict: z.enum(VERDICTS),
  /** Of a quote of somebody else's only which check found what, not the values. */
  findings: z.array(
    z.strictObject({
      check: z.enum(CHECKS),
      level: z.enum(LEVELS),
      code: z.string(),
      expected: storedSchema.optional(),
      actual: storedSchema.optional(),
    }),
  ),
  createdAt: instantSchema,
});

export const contractRecordSchema = z.strictObject({
  contractId: idSchema,
  type: z.string(),
  status: z.string(),
  availability: z.string(),
  issuerId: idSchema,
  issuerCorporationId: idSchema,
  assigneeId: idSchema,
  forCorporation: z.boolean(),
  title: z.string().nullable(),
  priceIsk: iskSchema.nullable(),
  rewardIsk: iskSchema.nullable(),
  collateralIsk: iskSchema.nullable(),
  volumeM3: z.number().nullable(),
  startLocationId: idSchema.nullable(),
  endLocationId: idSchema.nullable(),
  dateIssued: instantSchema,
  dateExpired: instantSchema,
  dateAccepted: instantSchema.nullable(),
  dateCompleted: instantSchema.nullable(),
  firstSeenAt: instantSchema,
  lastSeenAt: instantSchema,
  goneAt: instantSchema.nullable(),
  items: z.array(z.strictObject({ typeId: z.int(), quantity: z.int(), isIncluded: z.boolean() })),
  verdicts: z.array(verdictSchema),
  settlement: settlementSchema.nullable(),
});

/** The whole file. */
export const accountExportSchema = z.strictObject({
  format: z.literal(EXPORT_FORMAT),
  exportedAt: instantSchema,
  account: accountRecordSchema,
  characters: z.array(characterRecordSchema),
  formerCharacters: z.array(formerCharacterRecordSchema),
  sessions: z.array(sessionRecordSchema),
  apiKeys: z.array(apiKeyRecordSchema),
  quotes: z.array(quoteRecordSchema),
  contracts: z.array(contractRecordSchema),
  events: z.array(eventRecordSchema),
});
