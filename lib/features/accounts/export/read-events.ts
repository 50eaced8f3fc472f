import type * as z from 'zod';
import { Prisma } from '#lib/server/generated/prisma/client.ts';
import type { Tx } from '#lib/server/transact.ts';
import type { eventRecordSchema } from './schema.ts';

export type EventRecord = z.output<typeof eventRecordSchema>;

type Row = Omit<EventRecord, 'by'> & { readonly actorId: string | null };

/** What the trail tells of some quotes, by their ids. */
export async function readQuoteEvents(
  tx: Pick<Tx, '$queryRaw'>,
  accountId: string,
  quoteIds: readonly string[],
): Promise<Map<string, EventRecord[]>> {
  const rows = await read(
    tx,
    Prisma.sql`entity = 'quote' and entity_id = any(${quoteIds}::text[])`,
  );
  const events = new Map<string, EventRecord[]>(quoteIds.map((id) => [id, []]));
  for (const row of rows) events.get(row.entityId)?.push(toRecord(row, accountId));
  return events;
}

/**
 * What the trail tells of an account itself: of its characters while they were its own, of what they allowed,
 * and of the programs that its pilot has changed.
 */
export async function readOwnEvents(
  tx: Pick<Tx, '$queryRaw'>,
  accountId: string,
): Promise<EventRecord[]> {
  // One question each: joined by `or` they would read the whole trail.
  const rows = [
    ...(await read(tx, Prisma.sql`entity = 'account' and entity_id = ${accountId}`)),
    ...(await read(tx, ofCharacters(accountId))),
    ...(await read(tx, ofTokens(accountId))),
    ...(await read(tx, Prisma.sql`entity = 'program' and actor_id = ${accountId}::uuid`)),
  ];
  return rows.map((row) => toRecord(row, accountId));
}

function ofCharacters(accountId: string): Prisma.Sql {
  return Prisma.sql`entity = 'character' and entity_id in (
      select id::text from character where account_id = ${accountId}::uuid
      union select character_id::text from former_character where account_id = ${accountId}::uuid)
    and ${accountId} in (before ->> 'accountId', after ->> 'accountId')`;
}

/** Since the character came: what it had allowed before, it had as somebody else's. */
function ofTokens(accountId: string): Prisma.Sql {
  return Prisma.sql`entity = 'eve-token' and entity_id in (
      select eve_token.id::text from eve_token
      join character on character.id = character_id where account_id = ${accountId}::uuid)
    and at >= (
      select max(linked.at) from audit_event linked
      where linked.entity = 'character' and linked.action = 'linked'
        and linked.entity_id = audit_event.after ->> 'characterId'
        and linked.after ->> 'accountId' = ${accountId})`;
}

function read(tx: Pick<Tx, '$queryRaw'>, which: Prisma.Sql): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    select entity, entity_id as "entityId", version, action, actor_id::text as "actorId", before, after, at
    from audit_event where ${which}
    order by entity, entity_id, version`;
}

function toRecord({ actorId, ...event }: Row, accountId: string): EventRecord {
  return {
    ...event,
    by: actorId === accountId ? 'you' : actorId === null ? 'the site' : 'somebody else',
    before: withoutOthers(event.before, accountId),
    after: withoutOthers(event.after, accountId),
  };
}

/** Which other account a character or quote was of is not this one's to know. */
function withoutOthers(value: unknown, accountId: string): unknown {
  if (typeof value !== 'object' || value === null || !('accountId' in value)) return value;
  const isOther = value.accountId !== null && value.accountId !== accountId;
  return isOther ? { ...value, accountId: null } : value;
}
