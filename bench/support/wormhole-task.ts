/**
 * What a way is asked to do, and what comes of it.
 *
 * @module
 */
import * as z from 'zod';

export const taskSchema = z.object({
  kind: z.enum(['calls', 'events']),
  count: z.int(),
  /** Calls in flight. */
  atOnce: z.int(),
  /** About the length of the payload in JSON; 0 for a small one. */
  bytes: z.int(),
});
export type Task = z.output<typeof taskSchema>;

export const resultSchema = z.object({
  perS: z.number(),
  /** Processor time of both ends for each, in microseconds: it says more on a busy machine. */
  cpuUs: z.number(),
  p99Ms: z.number(),
});
export type Result = z.output<typeof resultSchema>;
