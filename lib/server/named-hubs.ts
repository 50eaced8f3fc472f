/**
 * Which hubs are read: those that an open program, or a rule of one, prices by. The others are there to
 * be chosen, and cost nothing.
 *
 * @module
 */

import type { SqlTx } from './transact-sql.ts';

/** A rule that begins this soon has its prices read already, so that it begins with some. */
export const RULE_LEAD_MS = 30 * 60_000;

/**
 * SQL: whether this row of `hub` is read.
 *
 * @param now SQL of the present moment.
 * @param soon SQL of the moment up to which rules are looked for that have not begun.
 */
export function isHubNamed(now: string, soon = now): string {
  return `exists (
    select from program where program.is_open and (program.hub_id = hub.location_id or exists (
      select from rule where rule.program_id = program.id and rule.hub_id = hub.location_id
        and (rule.valid_from is null or rule.valid_from <= ${soon})
        and (rule.valid_until is null or rule.valid_until > ${now}))))`;
}

/**
 * Have the hubs of a program read now, not in minutes: types that it did not take before, or did not
 * price there, have no prices yet. What is still good there is not read again.
 */
export async function readSoon(tx: SqlTx, programId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    update hub set next_poll_at = ${now} where location_id in (
      select hub_id from program where id = ${programId}::uuid
      union all
      select hub_id from rule where program_id = ${programId}::uuid and hub_id is not null)`;
}
