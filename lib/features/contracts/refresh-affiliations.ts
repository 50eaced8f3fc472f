import { characterAffiliation } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';

/** ESI's own answer is up to an hour old. */
const FRESH_FOR = '1 hour';

/**
 * Learn which corporations the characters are in that granted us their contract lists: it decides
 * whose list their token can read.
 */
export async function refreshAffiliations(
  { pool, esi, clock }: Container,
  signal: AbortSignal,
): Promise<void> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'old-affiliations',
    text: `select character.id from character
      join eve_token on eve_token.character_id = character.id
        and eve_token.purpose = 'contracts' and eve_token.state = 'active'
      where affiliation_at is null or affiliation_at < $1::timestamptz - interval '${FRESH_FOR}'
      limit 1000`,
    values: [clock()],
  });
  if (rows.length === 0) return;

  const characterIds = rows.map(({ id }) => Number(id));
  const { data } = await esi.request(characterAffiliation({ characterIds }), { signal });
  await pool.query({
    name: 'store-affiliations',
    text: `update character set corporation_id = row.corporation_id,
        alliance_id = row.alliance_id, affiliation_at = $4
      from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as row(id, corporation_id, alliance_id)
      where character.id = row.id`,
    values: [
      data.map((row) => fromId(row.character_id)),
      data.map((row) => fromId(row.corporation_id)),
      data.map((row) => (row.alliance_id === undefined ? null : fromId(row.alliance_id))),
      clock(),
    ],
  });
}
