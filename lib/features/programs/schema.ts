import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { STATISTICS } from '#lib/core/pricing/statistic.ts';
import { findLimitFaults, limitFields } from '#lib/core/program/limit-fields.ts';
import { programTermsSchema } from '#lib/core/program/terms.ts';
import { iskText, optionalIskText } from '#lib/core/typed-isk.ts';
import {
  idText,
  isKeepable,
  optionalText,
  percentText,
  shareText,
  UNKEEPABLE_TEXT,
} from '#lib/core/typed-text.ts';

/** A program as staff see it. */
export const programSchema = programTermsSchema.extend({
  updatedAt: instantSchema,
  /** Quotes of this program that are still open or contracted. */
  livingQuotes: z.int(),
  /** Whether one of our active contract feeds reads the assignee's contracts. */
  isAssigneeRead: z.boolean(),
});
export type Program = z.output<typeof programSchema>;

/** Someone who may get contracts. */
export const partySchema = z.object({
  id: z.int(),
  kind: z.enum(['character', 'corporation']),
  name: z.string(),
  /** Whether one of our active contract feeds reads this party's contracts. */
  isRead: z.boolean(),
});
export type Party = z.output<typeof partySchema>;

/** Who an id turned out to be, or why nobody. */
export const partyOutcomeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), party: partySchema }),
  z.object({ ok: z.literal(false), reason: z.enum(['unknown', 'not-a-party', 'esi-away']) }),
]);
export type PartyOutcome = z.output<typeof partyOutcomeSchema>;

/** A category or group of EVE's items that a program may accept. */
export const scopeSchema = z.object({ id: z.int(), name: z.string() });
export type Scope = z.output<typeof scopeSchema>;

/** What the program's form offers to choose from. */
export const programChoicesSchema = z.object({
  parties: z.array(partySchema),
  hubs: z.array(z.object({ locationId: z.int(), shortName: z.string() })),
  categories: z.array(scopeSchema),
  /** Names of the groups that the program accepts now. */
  groups: z.array(scopeSchema),
});
export type ProgramChoices = z.output<typeof programChoicesSchema>;

/** One item's books at each market, for the form's worked example. */
export const programExampleSchema = z.object({
  typeId: z.int(),
  name: z.string(),
  quantity: z.int(),
  books: z.array(
    z.object({
      hubId: z.int(),
      bookAt: instantSchema,
      buyBestIsk: iskSchema.nullable(),
      buyTop5Isk: iskSchema.nullable(),
      sellBestIsk: iskSchema.nullable(),
      sellTop5Isk: iskSchema.nullable(),
    }),
  ),
});
export type ProgramExample = z.output<typeof programExampleSchema>;

const LOWEST_ID = 1;
const HIGHEST_ID = Number.MAX_SAFE_INTEGER;
/** Of a category, a group, a version: the database keeps them in four bytes. */
const HIGHEST_INT = 2_147_483_647;

const wholeText = (low: number, high: number, message: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.int().min(low, message).max(high, message));

const YIELD = 'Above 0 and at most 100, such as 90.63, or nothing.';
const VOLUME = 'A whole number of units, at most 999,999,999, or nothing for no limit.';
const CAP = 'Between 0.01 and 200, with at most two decimals, or nothing for no limit.';

/** The form of a program: text as typed outside, values inside. Messages are for people. */
export const programFormSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(3, 'Give it a name of at least 3 letters.')
      .max(60, 'At most 60 letters.')
      .refine(isKeepable, UNKEEPABLE_TEXT),
    isOpen: z.boolean(),
    assigneeId: idText('Enter the id of a character or corporation, digits only.'),
    locationIds: z
      .array(z.int().min(LOWEST_ID).max(HIGHEST_ID))
      .min(1, 'Name at least one station or structure.')
      .max(20, 'At most 20 places.'),
    hubId: idText('Choose a market.'),
    basisSide: z.enum(['buy', 'sell', 'split']),
    basisStatistic: z.enum(STATISTICS),
    ratePercent: percentText(1, 10_000, 'Between 0.01 and 100, with at most two decimals.'),
    refineYield: optionalText(shareText(YIELD), YIELD),
    minimumVolume: optionalText(wholeText(1, 999_999_999, VOLUME), VOLUME),
    sellCapPercent: optionalText(percentText(1, 20_000, CAP), CAP),
    lifetimeHours: wholeText(1, 336, 'Between 1 and 336 whole hours (two weeks).'),
    tolerancePercent: percentText(0, 1_000, 'Between 0 and 10, with at most two decimals.'),
    toleranceIsk: iskText('An amount of ISK, such as 1.00.'),
    minimumTotalIsk: optionalIskText('An amount of ISK, or nothing for no limit.'),
    maximumTotalIsk: optionalIskText('An amount of ISK, or nothing for no limit.'),
    staleAfterMinutes: wholeText(10, 1_440, 'Between 10 and 1,440 whole minutes.'),
    acceptedCategoryIds: z.array(z.int().min(LOWEST_ID).max(HIGHEST_INT)).max(60),
    acceptedGroupIds: z.array(z.int().min(LOWEST_ID).max(HIGHEST_INT)).max(500),
    ...limitFields,
    instructions: z
      .string()
      .trim()
      .max(2_000, 'At most 2,000 letters.')
      .refine(isKeepable, UNKEEPABLE_TEXT),
  })
  .check((context) => {
    const { minimumTotalIsk: low, maximumTotalIsk: high } = context.value;
    if (low !== null && high !== null && low > high) {
      context.issues.push({
        code: 'custom',
        path: ['maximumTotalIsk'],
        message: 'The maximum is below the minimum.',
        input: high,
      });
    }
    for (const { path, message } of findLimitFaults(context.value)) {
      context.issues.push({ code: 'custom', path: [path], message, input: context.value[path] });
    }
    if (context.value.acceptedCategoryIds.length + context.value.acceptedGroupIds.length === 0) {
      context.issues.push({
        code: 'custom',
        path: ['acceptedCategoryIds'],
        message: 'Accept at least one kind of item, or nothing can be sold to you.',
        input: context.value.acceptedCategoryIds,
      });
    }
  });
/** What is typed. */
export type ProgramFormText = z.input<typeof programFormSchema>;
/** What it means. */
export type ProgramFormValues = z.output<typeof programFormSchema>;

/** A browser remembers so many saves that nobody answered. */
export const MOST_UNANSWERED = 3;

/** What the browser sends: the form, and which version of which program it was filled from. */
export const updateProgramInputSchema = z.strictObject({
  programId: z.uuid(),
  version: z.int().min(1).max(HIGHEST_INT),
  form: programFormSchema,
  /** What was sent before upon that version, without an answer: some of it may have been saved. */
  unanswered: z.array(programFormSchema).max(MOST_UNANSWERED).default([]),
});
export type UpdateProgramInput = z.output<typeof updateProgramInputSchema>;
