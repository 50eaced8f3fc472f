import * as z from 'zod';
import { type EsiOperation, operation } from '../operation.ts';

export const statusSchema = z.looseObject({
  players: z.int(),
  server_version: z.string(),
  start_time: z.iso.datetime(),
  /** Only developers and the like can log in. */
  vip: z.boolean().optional(),
});
export type EsiStatus = z.output<typeof statusSchema>;

/** Whether the game server is up, and since when. */
export function status(): EsiOperation<EsiStatus> {
  return operation('GET /status', {}, statusSchema);
}
