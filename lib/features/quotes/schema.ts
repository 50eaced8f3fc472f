import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { itemKindSchema } from '#lib/core/item-kind.ts';
import { comparedItemSchema } from '#lib/core/matching/compared-item.ts';
import { LEVELS, VERDICTS } from '#lib/core/matching/finding.ts';
import { lineEvidenceSchema } from '#lib/core/pricing/evidence.ts';
import { programLimitsSchema } from '#lib/core/program/limits.ts';
import { basisSchema, placeSchema, programTermsSchema } from '#lib/core/program/terms.ts';
import { quoteStateSchema } from '#lib/core/quote/states.ts';

/** What `quote.terms` holds: the program's terms when the quote was made. Never changed. */
export const quoteTermsSchema = programTermsSchema;
export type QuoteTerms = z.output<typeof quoteTermsSchema>;

/** Who looks: each sees what the one before sees, and more. */
export const viewerRoleSchema = z.enum(['public', 'issuer', 'owner', 'staff']);
export type ViewerRole = z.output<typeof viewerRoleSchema>;

export const quoteLineSchema = z.object({
  typeId: z.int(),
  name: z.string(),
  kind: itemKindSchema,
  blueprintCopy: z.boolean(),
  quantity: z.int(),
  unitPriceIsk: iskSchema,
  totalIsk: iskSchema,
  volumeM3: z.number(),
  evidence: lineEvidenceSchema,
});
export type QuoteLineView = z.output<typeof quoteLineSchema>;

/** One field of the game's contract dialog. `copy` is what the copy button copies, null: nothing to type. */
export const contractFieldSchema = z.object({
  /** The dialog's step, 1 to 3. */
  step: z.int(),
  field: z.enum([
    'type',
    'availability',
    'name',
    'station',
    'items',
    'receive',
    'pay',
    'request',
    'expiration',
    'description',
  ]),
  /** The dialog's own words: "I will receive". */
  label: z.string(),
  value: z.string(),
  copy: z.string().nullable(),
  note: z.string().nullable(),
});
export type ContractField = z.output<typeof contractFieldSchema>;

export const verdictSchema = z.enum(VERDICTS);

/** A finding with its sentences, as people read it. */
export const shownFindingSchema = z.object({
  check: z.string(),
  level: z.enum(LEVELS),
  /** Nothing is to be mended: EVE's next list decides. */
  isToWait: z.boolean(),
  title: z.string(),
  message: z.string(),
  fix: z.string().nullable(),
  expectedText: z.string(),
  actualText: z.string(),
});
export type ShownFinding = z.output<typeof shownFindingSchema>;

/** A contract as the quote's own page shows it to its issuer, the quote's owner and staff. */
export const quoteContractSchema = z.object({
  contractId: z.int(),
  status: z.string(),
  relation: z.string().nullable(),
  verdict: verdictSchema.nullable(),
  /** Findings and items of the contract that the page speaks of; the others come without. */
  findings: z.array(shownFindingSchema),
  items: z.array(comparedItemSchema),
  issuerId: z.int(),
  issuerName: z.string(),
  title: z.string(),
  priceIsk: iskSchema.nullable(),
  issuedAt: instantSchema,
  /** When the contract runs out in game. */
  runsOutAt: instantSchema,
  foundAt: instantSchema,
  acceptedAt: instantSchema.nullable(),
  completedAt: instantSchema.nullable(),
  goneAt: instantSchema.nullable(),
  verdicts: z.array(z.object({ at: instantSchema, verdict: verdictSchema, summary: z.string() })),
});
export type QuoteContract = z.output<typeof quoteContractSchema>;

/** What the site knows of the contract list of the party that gets the contract. */
export const feedSchema = z.object({
  /** False: no list of this party is read, so no contract can be seen. */
  isRead: z.boolean(),
  lastCompleteAt: instantSchema.nullable(),
  nextPollAt: instantSchema.nullable(),
  /** Complete walks begun after the quote was made. */
  walksSince: z.int(),
  /** ESI has not answered for more than two periods. */
  isStale: z.boolean(),
});
export type FeedView = z.output<typeof feedSchema>;

export const standingKindSchema = z.enum([
  'waiting',
  'not-seen',
  'found',
  'found-valid',
  'found-fix',
  'suspicious',
  'partly-paid',
  'paid',
  'expired',
  'cancelled',
]);
export type StandingKind = z.output<typeof standingKindSchema>;

/** Where a quote stands, with the moments that led there. */
export const standingSchema = z.object({
  kind: standingKindSchema,
  /** The contract that decides, null before one is found and for the public. */
  contractId: z.int().nullable(),
  quotedAt: instantSchema,
  foundAt: instantSchema.nullable(),
  checkedAt: instantSchema.nullable(),
  paidAt: instantSchema.nullable(),
  /** The last contract that came to nothing, while a new one is awaited. */
  ended: z
    .object({
      contractId: z.int(),
      how: z.enum(['rejected', 'cancelled', 'deleted', 'ran-out', 'failed']),
      at: instantSchema,
    })
    .nullable(),
});
export type Standing = z.output<typeof standingSchema>;

export const quoteSchema = z.object({
  /** As matched: "AT-7K3M9QX2". */
  code: z.string(),
  /** As shown: "AT-7K3M-9QX2". */
  shownCode: z.string(),
  state: quoteStateSchema,
  version: z.int(),
  side: z.enum(['buys', 'sells']),
  role: viewerRoleSchema,
  canCancel: z.boolean(),
  /** Whether the looker may quote anew what a contract really holds, and whether also more than was quoted. */
  canRequote: z.enum(['no', 'up-to-quoted', 'anything']),
  /** The quote for what was sent in place of this one, as its code is shown. */
  replacedBy: z.string().nullable(),
  /** The code, as it is shown, of the quote in whose place this one is. */
  replaces: z.string().nullable(),
  /** Whether the looker may have own contracts compared with it, now or once signed in. */
  ownCheck: z.enum(['offered', 'after-sign-in', 'none']),
  programName: z.string(),
  assigneeId: z.int(),
  assigneeName: z.string(),
  assigneeKind: z.enum(['character', 'corporation']),
  locations: z.array(placeSchema),
  basis: basisSchema,
  rateBp: z.int(),
  toleranceBp: z.int(),
  toleranceIsk: iskSchema,
  instructions: z.string(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  /** The oldest book among the lines. */
  pricesAt: instantSchema.nullable(),
  totalIsk: iskSchema,
  lineSumIsk: iskSchema,
  /** What the pilot gives away of the sum, in whole ISK; null: nothing. */
  donation: z.object({ shareBp: z.int(), amountIsk: iskSchema }).nullable(),
  limits: programLimitsSchema,
  volumeM3: z.number(),
  lines: z.array(quoteLineSchema),
  /** In the order of the game's dialog. */
  contractFields: z.array(contractFieldSchema),
});
export type QuoteView = z.output<typeof quoteSchema>;

/** What the quote page lives on: `GET /api/quotes/[code]`. */
export const quotePageSchema = z.object({
  quote: quoteSchema,
  /** Newest first; empty for the public. */
  contracts: z.array(quoteContractSchema),
  feed: feedSchema,
  standing: standingSchema,
  /** When the server made this answer; ages count from here. */
  now: instantSchema,
});
export type QuotePage = z.output<typeof quotePageSchema>;

export const quoteSummarySchema = z.object({
  code: z.string(),
  shownCode: z.string(),
  state: quoteStateSchema,
  programName: z.string(),
  totalIsk: iskSchema,
  types: z.int(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  /** The verdict on its newest living contract. */
  verdict: verdictSchema.nullable(),
});
export type QuoteSummary = z.output<typeof quoteSummarySchema>;

/** What a list of one's own quotes is for tools: `GET /api/v1/quotes`. */
export const quoteListSchema = z.object({ quotes: z.array(quoteSummarySchema) });
export type QuoteList = z.output<typeof quoteListSchema>;

/** For tools, without sign-in: `GET /api/v1/quotes/[code]`. */
export const publicQuoteSchema = z.object({
  code: z.string(),
  state: quoteStateSchema,
  /** What this caller is to the quote. */
  role: viewerRoleSchema,
  side: z.enum(['buys', 'sells']),
  /** The code of the quote for what was sent in place of this one, and of that in whose place this one is. */
  replacedBy: z.string().nullable(),
  replaces: z.string().nullable(),
  programName: z.string(),
  totalIsk: iskSchema,
  /** Exact sum of the lines; the total is it, cut to whole ISK. */
  lineSumIsk: iskSchema,
  volumeM3: z.number(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  lines: z.array(quoteLineSchema),
  standing: standingSchema,
  /** Those that the caller may see, newest first; empty for everybody else. */
  contracts: z.array(quoteContractSchema),
  contract: z.object({
    type: z.literal('item_exchange'),
    availability: z.literal('private'),
    assigneeId: z.int(),
    assigneeName: z.string(),
    locationId: z.int(),
    locationName: z.string(),
    priceIsk: iskSchema,
    title: z.string(),
    expirationDays: z.int(),
    items: z.array(
      z.object({
        typeId: z.int(),
        name: z.string(),
        quantity: z.int(),
        blueprintCopy: z.boolean(),
      }),
    ),
  }),
});
export type PublicQuote = z.output<typeof publicQuoteSchema>;
