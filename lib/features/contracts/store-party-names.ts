import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import { resolveParties } from './resolve-parties.ts';

const BATCH = 200;

/**
 * Ask EVE for the names of parties that contracts mention and that have none here yet. It is a
 * courtesy to whoever reads the inbox: a failure is told in the log and nothing else.
 */
export async function storePartyNames(container: Container, signal: AbortSignal): Promise<void> {
  try {
    const ids = await findNameless(container);
    if (ids.length === 0) return;
    const named = await resolveParties(container, ids, signal);
    await container.pool.query({
      name: 'store-parties',
      text: `insert into party (id, kind, name, fetched_at)
        select id, kind, name, $4 from unnest($1::bigint[], $2::text[], $3::text[])
          as row(id, kind, name)
        on conflict (id) do update set
          kind = excluded.kind, name = excluded.name, fetched_at = excluded.fetched_at`,
      values: [
        named.map(({ id }) => fromId(id)),
        named.map(({ category }) => category),
        named.map(({ name }) => name),
        container.clock(),
      ],
    });
  } catch (error) {
    if (!signal.aborted) container.log.warn({ err: error }, 'names could not be read');
  }
}

async function findNameless({ pool }: Container): Promise<number[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'nameless-parties',
    text: `select distinct wanted.id from (
        select issuer_id as id from contract where items_state <> 'not-needed'
        union select issuer_corporation_id from contract where items_state <> 'not-needed'
        union select assignee_id from contract where items_state <> 'not-needed') wanted
      where wanted.id > 0 and not exists (select from party where party.id = wanted.id)
      limit ${BATCH}`,
  });
  return rows.map(({ id }) => Number(id));
}
