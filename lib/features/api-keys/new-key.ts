import * as z from 'zod';
import { apiScopeSchema } from '#lib/server/api-keys.ts';

/** Longest name of a key, in characters. */
export const MAX_KEY_NAME = 60;

/** What a pilot says of a new key. */
export const newKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(MAX_KEY_NAME),
  scopes: z.array(apiScopeSchema),
});
export type NewKey = z.output<typeof newKeySchema>;
