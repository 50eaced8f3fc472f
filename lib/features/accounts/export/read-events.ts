import type * as z from 'zod';
import { Prisma } from '#lib/server/generated/prisma/client.ts';
import type { Tx } from '#lib/server/transact.ts';
import type { eventRecordSchema } from './schema.ts';

export type EventRecord = z.output<typeof eventRecordSchema>;

type Row = Omit<EventRecord, 'by'> & { readonly actorId: string | null };

/** What the trail tells of some quotes, by their ids. */
export async function readQuoteEvents(
  tx: Pick<Tx, '$queryRaw'>,
  accountIds: readonly string[],
  quoteIds: readonly string[],
): Promise<Map<string, EventRecord[]>> {
  const rows = await read(
    tx,
    Prisma.sql`entity = 'quote' and entity_id = any(${quoteIds}::text[])`,
  );
  const events = new Map<string, EventRecord[]>(quoteIds.map((id) => [id, []]));
  for (const row of rows) events.get(row.entityId)?.push(toRecord(row, accountIds));
  return events;
}

/**
 * What the trail tells of an account itself: of its characters while they were its own, of what they allowed,
 * of its API keys, and of the programs that its pilot has changed.
 */
export async function readOwnEvents(
  tx: Pick<Tx, '$queryRaw'>,
  accountIds: readonly string[],
): Promise<EventRecord[]> {
  // One question each: joined by `or` they would read the whole trail.
  const rows = [
    ...(await read(tx, Prisma.sql`entity = 'account' and entity_id = any(${accountIds}::text[])`)),
    ...(await read(tx, ofCharacters(accountIds))),
    ...(await read(tx, ofTokens(accountIds))),
    ...(await read(tx, Prisma.sql`entity = 'api-key' and actor_id = any(${accountIds}::uuid[])`)),
    ...(await read(tx, Prisma.sql`entity = 'program' and actor_id = any(${accountIds}::uuid[])`)),
  ];
  return rows.map((row) => toRecord(row, accountIds));
}

function ofCharacters(accountIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`entity = 'character' and entity_id in (
      select id::text from character where account_id = any(${accountIds}::uuid[])
      union select character_id::text from former_character
      where account_id = any(${accountIds}::uuid[]))
    and (before ->> 'accountId' = any(${accountIds}::text[])
      or after ->> 'accountId' = any(${accountIds}::text[]))`;
}

/** Since the character came: what it had allowed before, it had as somebody else's. */
function ofTokens(accountIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`entity = 'eve-token' and entity_id in (
      select eve_token.id::text from eve_token
      join character on character.id = character_id where account_id = any(${accountIds}::uuid[]))
    and at >= (
      select max(linked.at) from audit_event linked
      where linked.entity = 'character' and linked.action = 'linked'
        and linked.entity_id = audit_event.after ->> 'characterId'
        and linked.after ->> 'accountId' = any(${accountIds}::text[])
        -- With a merge it came from the same pilot.
        and not exists (select from audit_event merged
          where merged.entity = 'account' and merged.entity_id = any(${accountIds}::text[])
            and merged.action = 'merged' and merged.at = linked.at))`;
}

function read(tx: Pick<Tx, '$queryRaw'>, which: Prisma.Sql): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    select entity, entity_id as "entityId", version, action, actor_id::text as "actorId", before, after, at
    from audit_event where ${which}
    order by entity, entity_id, version`;
}

function toRecord({ actorId, ...event }: Row, accountIds: readonly string[]): EventRecord {
  return {
    ...event,
    by: actorId === null ? 'the site' : accountIds.includes(actorId) ? 'you' : 'somebody else',
    before: withoutOthers(event.before, accountIds),
    after: withoutOthers(event.after, accountIds),
  };
}

/** Which other account a character or quote was of is not this one's to know. */
function withoutOthers(value: unknown, accountIds: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || !('accountId' in value)) return value;
  const { accountId } = value;
  const isOwn = typeof accountId === 'string' && accountIds.includes(accountId);
  return accountId !== null && !isOwn ? { ...value, accountId: null } : value;
}
