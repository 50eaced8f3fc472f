import type { Container } from '#lib/server/container.ts';
import { resolveParties, storeParties, UNKNOWN_PARTY } from '#lib/server/parties.ts';

const BATCH = 200;
/** One that EVE does not know is asked for again after so long. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/**
 * Ask EVE for the names of parties that contracts mention and that have none here yet. It is a
 * courtesy to whoever reads the inbox: a failure is told in the log and nothing else.
 */
export async function storePartyNames(container: Container, signal: AbortSignal): Promise<void> {
  try {
    const ids = await findNameless(container);
    if (ids.length === 0) return;
    await storeParties(container, await resolveParties(container, ids, signal));
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
        and (party.id is null or (party.kind = '${UNKNOWN_PARTY}' and party.fetched_at < $1))
      order by party.fetched_at nulls first limit ${BATCH}`,
    values: [new Date(clock().getTime() - FORGOTTEN_AFTER_MS)],
  });
  return rows.map(({ id }) => Number(id));
}
