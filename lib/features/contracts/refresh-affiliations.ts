import { refreshAffiliationsOf } from '#lib/server/affiliations.ts';
import type { Container } from '#lib/server/container.ts';

/** ESI's own answer is up to an hour old. */
const FRESH_FOR = '1 hour';

/**
 * Learn which corporations the characters are in that granted us their contract lists: it decides
 * whose list their token can read.
 */
export async function refreshAffiliations(
  container: Container,
  signal: AbortSignal,
): Promise<void> {
  const { pool, clock } = container;
  const { rows } = await pool.query<{ id: string }>({
    name: 'old-affiliations',
    text: `select character.id from character
      join eve_token on eve_token.character_id = character.id
        and eve_token.purpose = 'contracts' and eve_token.state = 'active'
      where affiliation_at is null or affiliation_at < $1::timestamptz - interval '${FRESH_FOR}'
      limit 1000`,
    values: [clock()],
  });
  await refreshAffiliationsOf(
    container,
    rows.map(({ id }) => Number(id)),
    signal,
  );
}
