import { FINISHED_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';

/** How often a pilot's contracts were accepted and rejected: under the character's present owner. */
export type PilotRecord = { readonly finished: number; readonly rejected: number };

export async function readPilotRecords(
  { pool }: Pick<Container, 'pool'>,
  issuerIds: readonly number[],
): Promise<Map<number, PilotRecord>> {
  const { rows } = await pool.query<{ id: string; finished: number; rejected: number }>({
    name: 'pilot-records',
    text: `select issuer_id as id,
        (count(*) filter (where status = any($2::text[])))::int as finished,
        (count(*) filter (where status = 'rejected'))::int as rejected
      from contract left join character on character.id = issuer_id
      where issuer_id = any($1::bigint[])
        and (owner_changed_at is null or date_issued > owner_changed_at)
      group by issuer_id`,
    values: [[...new Set(issuerIds)].map(fromId), FINISHED_STATUSES],
  });
  return new Map(rows.map(({ id, finished, rejected }) => [Number(id), { finished, rejected }]));
}
