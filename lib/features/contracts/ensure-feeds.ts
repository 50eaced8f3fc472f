import { v7 as createId } from 'uuid';
import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import { refreshAffiliations } from './refresh-affiliations.ts';

type Wanted = {
  kind: string;
  owner_id: string;
  owner_name: string;
  character_id: string;
};

/**
 * Have a feed for every party that a program's contracts are made to, as soon as somebody has granted
 * a token that can read its list: the character itself, or a member of the corporation.
 *
 * A feed whose token died goes on with another member's; a new grant wakes it at once.
 */
export async function ensureFeeds(container: Container, signal: AbortSignal): Promise<void> {
  await refreshAffiliations(container, signal);
  const { pool, log, clock } = container;
  const { rows } = await pool.query<Wanted>({ name: 'wanted-feeds', text: WANTED });
  for (const feed of rows) {
    await pool.query({
      name: 'ensure-feed',
      text: `insert into contract_feed (id, kind, owner_id, owner_name, character_id, next_poll_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (kind, owner_id) do update set
          owner_name = excluded.owner_name, character_id = excluded.character_id,
          next_poll_at = excluded.next_poll_at, failures = 0`,
      values: [
        createId(),
        feed.kind,
        fromId(Number(feed.owner_id)),
        feed.owner_name,
        fromId(Number(feed.character_id)),
        clock(),
      ],
    });
    log.info({ kind: feed.kind, ownerId: feed.owner_id }, 'a contract list is read from now on');
  }
}

// Only what must change: a party without a feed, and a feed that stopped for want of a token while
// there is a living one that is newer than its last run.
const WANTED = `
  with party as (
    select distinct assignee_kind as kind, assignee_id as owner_id, assignee_name as owner_name
    from program
  ), token as (
    select character.id as character_id, character.corporation_id, eve_token.refreshed_at,
      eve_token.created_at
    from eve_token join character on character.id = eve_token.character_id
    join account on account.id = character.account_id
    where eve_token.purpose = 'contracts' and eve_token.state = 'active'
      and account.blocked_at is null and account.deleted_at is null
      and account.role in ('owner', 'manager', 'trader')
  )
  select distinct on (party.kind, party.owner_id)
    party.kind, party.owner_id, party.owner_name, token.character_id
  from party
  join token on case party.kind
    when 'character' then token.character_id = party.owner_id
    else token.corporation_id = party.owner_id end
  left join contract_feed feed on feed.kind = party.kind and feed.owner_id = party.owner_id
  where feed.id is null
    or (feed.last_outcome in ('dead-token', 'forbidden')
      and (token.character_id <> feed.character_id
        or coalesce(token.refreshed_at, token.created_at) > feed.last_run_at))
  order by party.kind, party.owner_id, (token.character_id = feed.character_id) desc,
    token.created_at`;
