import * as z from 'zod';

/** What our routes answer when they refuse (RFC 9457). `detail` is a sentence for people. */
export const problemSchema = z.object({
  type: z.string().default('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  /** A literal that code may switch on. */
  reason: z.string().optional(),
});
export type Problem = z.output<typeof problemSchema>;
