import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';

/** One line of the workers' health: fine, or what is wrong. */
export const workerLineSchema = z.object({
  name: z.string(),
  isFine: z.boolean(),
  /** Its last success; null: none yet. */
  lastAt: instantSchema.nullable(),
});

export const workersSchema = z.object({
  lines: z.array(workerLineSchema),
  /** Living contracts that are for a quote, or near one. */
  waiting: z.int(),
  /** PostgreSQL had no room for something within the last minutes. */
  isDiskFull: z.boolean(),
  now: instantSchema,
});
export type Workers = z.output<typeof workersSchema>;
