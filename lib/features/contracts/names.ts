import type { Names } from '#lib/core/matching/describe-finding.ts';
import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import { placeName } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';

export type PartyNames = Names & {
  /** The name of a party, or null. */
  known(partyId: number): string | null;
};

/** Look up the names that sentences need. What has no name here is called by its id. */
export async function readNames(
  container: Container,
  partyIds: Iterable<number>,
): Promise<PartyNames> {
  const ids = [...new Set(partyIds)].filter((id) => id > 0).map(fromId);
  const [staticData, parties] = await Promise.all([
    getStaticData(container),
    container.pool.query<{ id: string; name: string }>({
      name: 'party-names',
      // A character that signed in here told us its name itself, and had it forgotten with its account.
      text: `select id, name from (
          select id, name, 1 as rank from character where id = any($1::bigint[]) and name <> ''
          union all select id, name, 2 from party where id = any($1::bigint[]) and kind <> 'unknown'
          union all select owner_id, owner_name, 3 from contract_feed where owner_id = any($1::bigint[])
        ) named order by rank desc`,
      values: [ids],
    }),
  ]);
  const names = new Map(parties.rows.map(({ id, name }) => [Number(id), name]));
  return {
    type: (id) => staticData.type(id)?.name ?? `Type ${id}`,
    location: (id) => placeName(staticData, id),
    known: (id) => names.get(id) ?? null,
    party: (id) => names.get(id) ?? (id === 0 ? 'nobody' : `#${id}`),
  };
}

/** The parties that findings of the people's checks speak of. */
export function partyIdsIn(
  findings: readonly { check: string; expected: unknown; actual: unknown }[],
) {
  return findings
    .filter(({ check }) => check === 'assignee' || check === 'issuer')
    .flatMap(({ expected, actual }) => [expected, actual])
    .filter((id) => typeof id === 'number');
}
