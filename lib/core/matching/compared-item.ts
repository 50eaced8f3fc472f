import * as z from 'zod';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { itemKindSchema } from '#lib/core/item-kind.ts';

/** One type of a contract beside its quote, for people to compare; stacks summed. */
export const comparedItemSchema = z.object({
  typeId: z.int(),
  name: z.string(),
  kind: itemKindSchema,
  blueprintCopy: z.boolean(),
  /** Units; 0 for what was not quoted. */
  quoted: z.int(),
  /** Units; 0 for what is missing. */
  sent: z.int(),
  /** The quote's line total in hundredths of ISK; null for what was not quoted. */
  quotedTotalIsk: iskSchema.nullable(),
});
export type ComparedItem = z.output<typeof comparedItemSchema>;
