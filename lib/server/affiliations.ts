import { type EsiAffiliation, EsiError, requestAffiliations } from '#lib/eve/esi/index.ts';
import type { Container } from './container.ts';
import { fromId } from './ids.ts';
import { readPartyNames, resolveParties, storeParties } from './parties.ts';

type Parts = Pick<Container, 'pool' | 'esi' | 'clock' | 'log'>;

/**
 * Ask EVE which corporations and alliances characters are in, and keep it, with their names. A character that
 * EVE does not know any more keeps what was known of it.
 *
 * @param characterIds Any number of them: EVE is asked in batches.
 */
export async function refreshAffiliationsOf(
  container: Parts,
  characterIds: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  if (characterIds.length === 0) return;
  const { rows, unknownIds } = await requestAffiliations(container.esi, characterIds, { signal });
  await storeAffiliations(container, rows, unknownIds);

  await nameGroups(container, rows, signal);
}

/** Their ids count; without the names, which come another time, only a page says less. */
async function nameGroups(
  container: Parts,
  rows: readonly EsiAffiliation[],
  signal: AbortSignal,
): Promise<void> {
  const ids = rows.flatMap(({ corporation_id, alliance_id }) =>
    alliance_id === undefined ? [corporation_id] : [corporation_id, alliance_id],
  );
  const named = await readPartyNames(container, ids);
  const nameless = [...new Set(ids)].filter((id) => !named.has(id));
  if (nameless.length === 0) return;
  try {
    await storeParties(container, await resolveParties(container, nameless, signal));
  } catch (error) {
    if (!(error instanceof EsiError)) throw error;
    container.log.info({ err: error }, 'names of corporations could not be read');
  }
}

async function storeAffiliations(
  { pool, clock }: Parts,
  rows: readonly EsiAffiliation[],
  unknownIds: readonly number[],
): Promise<void> {
  await pool.query({
    name: 'store-affiliations',
    text: `update character set corporation_id = coalesce(row.corporation_id, character.corporation_id),
        alliance_id = case when row.corporation_id is null then character.alliance_id
          else row.alliance_id end,
        affiliation_at = $4
      from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as row(id, corporation_id, alliance_id)
      -- Of who has left meanwhile nothing may be known any more.
      where character.id = row.id and character.account_id is not null`,
    values: [
      [...rows.map((row) => fromId(row.character_id)), ...unknownIds.map(fromId)],
      [...rows.map((row) => fromId(row.corporation_id)), ...unknownIds.map(() => null)],
      [
        ...rows.map((row) => (row.alliance_id === undefined ? null : fromId(row.alliance_id))),
        ...unknownIds.map(() => null),
      ],
      clock(),
    ],
  });
}
