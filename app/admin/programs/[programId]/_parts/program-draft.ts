import * as z from 'zod';
import { keepTyped, readTyped, type Typist } from '#app/_parts/typed-in-tab.ts';
import { STATISTICS } from '#lib/core/pricing/statistic.ts';
import type { ProgramFormText } from '#lib/features/programs/schema.ts';

/** Whose draft it is, and of what. */
export type DraftOf = { readonly typist: Typist; readonly programId: string };
export type Draft = {
  /** The terms that it was typed upon. */
  readonly base: Terms;
  readonly text: ProgramFormText;
};
export type Terms = { readonly version: number; readonly text: ProgramFormText };

/** A draft may well be wrong, and is told so by the form; how long it may be the tab bounds. */
const typed = z.string();
const ids = z.array(z.int()).max(1_000);
const textSchema = z.strictObject({
  name: typed,
  isOpen: z.boolean(),
  assigneeId: typed,
  locationIds: ids,
  hubId: typed,
  basisSide: z.enum(['buy', 'sell', 'split']),
  basisStatistic: z.enum(STATISTICS),
  ratePercent: typed,
  refineYield: typed,
  minimumVolume: typed,
  sellCapPercent: typed,
  lifetimeHours: typed,
  tolerancePercent: typed,
  toleranceIsk: typed,
  minimumTotalIsk: typed,
  maximumTotalIsk: typed,
  staleAfterMinutes: typed,
  acceptedCategoryIds: ids,
  acceptedGroupIds: ids,
  instructions: typed,
  haulingPerM3Isk: typed,
  densityLimitIsk: typed,
  densityTaxPercent: typed,
  salePercent: typed,
  saleFrom: typed,
  saleUntil: typed,
  dailyCapIsk: typed,
  pilotDailyCapIsk: typed,
  takesDonations: z.boolean(),
}) satisfies z.ZodType<ProgramFormText>;
const draftSchema = z.strictObject({
  base: z.strictObject({ version: z.int(), text: textSchema }),
  text: textSchema,
});

/** What was typed into this program's form and not saved. */
export function readDraft({ typist, programId }: DraftOf): Draft | null {
  const draft = draftSchema.safeParse(parse(readTyped(typist, nameOf(programId))));
  return draft.success ? draft.data : null;
}

/** Null: nothing is typed that is not saved. */
export function keepDraft({ typist, programId }: DraftOf, draft: Draft | null): void {
  keepTyped(typist, nameOf(programId), draft && JSON.stringify(draft));
}

/** Terms that were saved meanwhile, and over them only what was typed. */
export function mergeDraft({ base, text }: Draft, saved: ProgramFormText): ProgramFormText {
  const merged = { ...saved };
  const take = <Name extends keyof ProgramFormText>(name: Name) => {
    if (!isSame(text[name], base.text[name])) merged[name] = text[name];
  };
  for (const name of textSchema.keyof().options) take(name);
  return merged;
}

/** Whether two forms, or two fields, hold the same. */
export function isSame<Value>(one: Value, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function nameOf(programId: string): string {
  return `program ${programId}`;
}

function parse(kept: string | null): unknown {
  try {
    return kept === null ? null : JSON.parse(kept);
  } catch {
    return null;
  }
}
