/**
 * Contracts as pages and routes see them. Inside `Date` and `bigint`, in JSON text.
 *
 * @module
 */
import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { comparedItemSchema } from '#lib/core/matching/compared-item.ts';
import { CHECKS, LEVELS, RELATIONS, VERDICTS } from '#lib/core/matching/finding.ts';
import { quoteStateSchema } from '#lib/core/quote/states.ts';

/** A contract's id as it stands in an address. */
export const contractIdSchema = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const verdictSchema = z.enum(VERDICTS);
export const relationSchema = z.enum(RELATIONS);

/** The verdict as staff see it: near misses, which a person decides, stand apart. */
export const shownVerdictSchema = z.enum([
  'valid',
  'fix-needed',
  'near-miss',
  'suspicious',
  'unmatched',
]);
export type ShownVerdict = z.output<typeof shownVerdictSchema>;

/** A finding with its sentences. */
export const shownFindingSchema = z.object({
  check: z.enum(CHECKS),
  level: z.enum(LEVELS),
  /** Nothing is to be mended: EVE's next list decides. */
  isToWait: z.boolean(),
  /** A word or two for a row: "gift", "receiver". */
  short: z.string(),
  title: z.string(),
  message: z.string(),
  /** What the pilot does about it; null where nothing is to do. */
  fix: z.string().nullable(),
  expectedText: z.string(),
  actualText: z.string(),
});
export type ShownFinding = z.output<typeof shownFindingSchema>;

/** One contract: `GET /api/contracts/[contractId]`, and on its quote's page. */
export const contractViewSchema = z.object({
  contractId: z.int(),
  status: z.string(),
  relation: relationSchema.nullable(),
  /** Null: not judged yet, its items are still to be read. */
  verdict: verdictSchema.nullable(),
  shownVerdict: shownVerdictSchema.nullable(),
  /** Every check, in order; empty without a quote. */
  findings: z.array(shownFindingSchema),
  items: z.array(comparedItemSchema),
  issuerId: z.int(),
  issuerName: z.string(),
  /** The issuer's corporation; null when its name is not known. */
  corporationName: z.string().nullable(),
  title: z.string(),
  priceIsk: iskSchema.nullable(),
  locationName: z.string(),
  issuedAt: instantSchema,
  /** When the contract runs out in game. */
  runsOutAt: instantSchema,
  foundAt: instantSchema,
  acceptedAt: instantSchema.nullable(),
  completedAt: instantSchema.nullable(),
  goneAt: instantSchema.nullable(),
  /** Of its quote; null without one. */
  code: z.string().nullable(),
  shownCode: z.string().nullable(),
  quoteState: quoteStateSchema.nullable(),
  quoteTotalIsk: iskSchema.nullable(),
  /** What became of the issuer's other contracts. */
  pilotRecord: z.object({ finished: z.int(), rejected: z.int() }),
  /** Newest first. */
  verdicts: z.array(z.object({ at: instantSchema, verdict: verdictSchema, summary: z.string() })),
  /** Everything that happened to quote and contract, newest first. */
  history: z.array(z.object({ at: instantSchema, text: z.string() })),
});
export type ContractView = z.output<typeof contractViewSchema>;

export const inboxRowSchema = z.object({
  contractId: z.int(),
  verdict: shownVerdictSchema,
  code: z.string().nullable(),
  shownCode: z.string().nullable(),
  title: z.string(),
  pilotId: z.int(),
  pilotName: z.string(),
  priceIsk: iskSchema.nullable(),
  /** What is not as quoted, worst first, in a word or two each. */
  differsIn: z.array(z.string()),
  issuedAt: instantSchema,
  foundAt: instantSchema,
  /** The contract's: an older row never replaces a newer one. */
  version: z.int(),
});
export type InboxRow = z.output<typeof inboxRowSchema>;

/** A contract list that is read. */
export const inboxFeedSchema = z.object({
  ownerId: z.int(),
  ownerName: z.string(),
  lastCompleteAt: instantSchema.nullable(),
  nextPollAt: instantSchema.nullable(),
  /** Why what is shown may be old; null while all is well. */
  trouble: z.enum(['silent', 'garbled', 'throttled']).nullable(),
  /** Contracts that are missing here, since they could not be kept or judged. */
  unreadableIds: z.array(z.int()),
  /** It cannot be read until somebody allows it again. */
  needsGrant: z.boolean(),
});

/** The contracts that wait in game: `GET /api/inbox`. */
export const inboxSchema = z.object({
  rows: z.array(inboxRowSchema),
  counts: z.record(z.enum(['all', ...shownVerdictSchema.options]), z.int()),
  /** Asked for by all contracts that wait. */
  totalIsk: iskSchema,
  feeds: z.array(inboxFeedSchema),
  now: instantSchema,
});
export type Inbox = z.output<typeof inboxSchema>;

/** One of the asker's own contracts, read and matched for this answer alone. */
export const ownContractSchema = z.object({
  contractId: z.int(),
  status: z.string(),
  issuerName: z.string(),
  issuedAt: instantSchema,
  /** No list that the site reads can ever show it. */
  isHidden: z.boolean(),
  relation: relationSchema,
  /** Null: EVE does not tell its items now, and all else is right. */
  verdict: verdictSchema.nullable(),
  shownVerdict: shownVerdictSchema.nullable(),
  /** Every check, in order. */
  findings: z.array(shownFindingSchema),
});
export type OwnContract = z.output<typeof ownContractSchema>;

/** What the asker's own contracts say about a quote: `POST /api/quotes/[code]/check`. */
export const ownCheckSchema = z.object({
  /** When EVE gave the oldest of the lists: what was made or deleted since is not in it. */
  checkedAt: instantSchema,
  /** When EVE has newer ones of all. */
  newerAt: instantSchema,
  /** Those that name the quote first, then those that come near; the newest first. */
  contracts: z.array(ownContractSchema),
  /** Names of the characters whose contracts were read. */
  readOf: z.array(z.string()),
  /** Those whose contracts, or so many of them, could not be compared although they once allowed it. */
  unread: z.array(
    z.discriminatedUnion('reason', [
      z.object({ name: z.string(), reason: z.enum(['no-permission', 'eve-away']) }),
      z.object({
        name: z.string(),
        /** 'not-told': EVE does not give them, or their items, so that they can be read. */
        reason: z.enum(['not-told', 'too-many']),
        count: z.int().positive(),
      }),
    ]),
  ),
});
export type OwnCheck = z.output<typeof ownCheckSchema>;

/** The answer to opening a window. */
export const openedWindowSchema = z.object({
  /** In whose client it opened. */
  characterName: z.string(),
});
export type OpenedWindow = z.output<typeof openedWindowSchema>;
