import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import { resolveParties } from './resolve-parties.ts';

const BATCH = 200;
/** One that EVE does not know is asked for again after so long. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
/** The kind of a party that EVE does not know: kept, so that it holds back no others. */
const UNKNOWN = 'unknown';

/**
 * Ask EVE for the names of parties that contracts mention and that have none here yet. It is a
 * courtesy to whoever reads the inbox: a failure is told in the log and nothing else.
 */
export async function storePartyNames(container: Container, signal: AbortSignal): Promise<void> {
  try {
    const ids = await findNameless(container);
    if (ids.length === 0) return;
    const { parties, unknownIds } = await resolveParties(container, ids, signal);
    const rows = [
      ...parties,
      ...unknownIds.map((id) => ({ id, category: UNKNOWN, name: `#${id}` })),
    ];
    await container.pool.query({
      name: 'store-parties',
      text: `insert into party (id, kind, name, fetched_at)
        select id, kind, name, $4 from unnest($1::bigint[], $2::text[], $3::text[])
          as row(id, kind, name)
        on conflict (id) do update set
          kind = excluded.kind, name = excluded.name, fetched_at = excluded.fetched_at`,
      values: [
        rows.map(({ id }) => fromId(id)),
        rows.map(({ category }) => category),
        rows.map(({ name }) => name),
        container.clock(),
      ],
    });
  } catch (error) {
    if (!signal.aborted) container.log.warn({ err: error }, 'names could not be read');
  }
}

async function findNameless({ pool, clock }: Container): Promise<number[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'nameless-parties',
    text: `select wanted.id from (
        select issuer_id as id from contract where items_state <> 'not-needed'
        union select issuer_corporation_id from contract where items_state <> 'not-needed'
        union select assignee_id from contract where items_state <> 'not-needed') wanted
      left join party on party.id = wanted.id
      where wanted.id > 0
        and (party.id is null or (party.kind = '${UNKNOWN}' and party.fetched_at < $1))
      order by party.fetched_at nulls first limit ${BATCH}`,
    values: [new Date(clock().getTime() - FORGOTTEN_AFTER_MS)],
  });
  return rows.map(({ id }) => Number(id));
}
