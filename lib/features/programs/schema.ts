import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';
import { type ProgramTerms, programTermsSchema } from '#lib/core/program/terms.ts';

/** A program as staff see it. */
export const programSchema = programTermsSchema.extend({
  updatedAt: instantSchema,
  /** Quotes of this program that are still open or contracted. */
  livingQuotes: z.int(),
  /** Whether one of our active contract feeds reads the assignee's contracts. */
  isAssigneeRead: z.boolean(),
});
export type Program = z.output<typeof programSchema>;

export type { ProgramTerms };
