import { refreshAffiliationsOf } from '#lib/server/affiliations.ts';
import type { Container } from '#lib/server/container.ts';

/** Who changes corporation is shown with the new one within a day, or at the next sign-in. */
const FRESH_FOR_MS = 24 * 3_600_000;
/** One question to ESI holds so many; whoever else is due comes with the next run. */
const BATCH = 1_000;

/** Learn anew the corporations and alliances of those linked characters for whom it is due, the oldest first. */
export async function refreshDueAffiliations(
  container: Pick<Container, 'pool' | 'esi' | 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  const { pool, clock } = container;
  const { rows } = await pool.query<{ id: string }>({
    name: 'due-affiliations',
    text: `select id from character
      where account_id is not null and (affiliation_at is null or affiliation_at < $1)
      order by affiliation_at nulls first, id limit ${BATCH}`,
    values: [new Date(clock().getTime() - FRESH_FOR_MS)],
  });
  await refreshAffiliationsOf(
    container,
    rows.map(({ id }) => Number(id)),
    signal,
  );
}
