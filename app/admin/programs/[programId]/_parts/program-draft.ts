import * as z from 'zod';
import { keepTyped, readTyped } from '#app/_parts/typed-in-tab.ts';
import type { ProgramFormText } from '#lib/features/programs/schema.ts';

/** The terms that a form was filled from. */
export type DraftOf = { readonly programId: string; readonly version: number };

/** Far more than any field takes: a draft may well be wrong, and is told so by the form. */
const typed = z.string().max(20_000);
const ids = z.array(z.int()).max(1_000);
const draftSchema = z.strictObject({
  version: z.int(),
  text: z.strictObject({
    name: typed,
    isOpen: z.boolean(),
    assigneeId: typed,
    locationIds: ids,
    hubId: typed,
    basisSide: z.enum(['buy', 'sell', 'split']),
    basisStatistic: z.enum(['best', 'top5']),
    ratePercent: typed,
    lifetimeHours: typed,
    tolerancePercent: typed,
    toleranceIsk: typed,
    minimumTotalIsk: typed,
    maximumTotalIsk: typed,
    staleAfterMinutes: typed,
    acceptedCategoryIds: ids,
    acceptedGroupIds: ids,
    instructions: typed,
  }) satisfies z.ZodType<ProgramFormText>,
});

/** What was typed into this program's form and not saved; null for terms that were saved since. */
export function readDraft({ programId, version }: DraftOf): ProgramFormText | null {
  const draft = draftSchema.safeParse(parse(readTyped(nameOf(programId))));
  return draft.success && draft.data.version === version ? draft.data.text : null;
}

/** Null: nothing is typed that is not saved. */
export function keepDraft({ programId, version }: DraftOf, text: ProgramFormText | null): void {
  keepTyped(nameOf(programId), text && JSON.stringify({ version, text }));
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
