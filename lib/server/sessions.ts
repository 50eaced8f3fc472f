/**
 * Sessions: 32 random bytes in a cookie, their SHA-256 in the database.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { v7 as createId } from 'uuid';
import * as z from 'zod';
import { isStanding } from './accounts.ts';
import type { Container } from './container.ts';
import { fromId } from './ids.ts';
import { isDatabaseFull } from './is-database-away.ts';
import { type Tx, transact } from './transact.ts';
import { roleSchema, type Viewer } from './viewer.ts';

/** A session that nobody used for 14 days is over. */
export const SESSION_IDLE_MS = 14 * 86_400_000;
/** However much it is used, a session is over after 60 days. */
export const SESSION_ABSOLUTE_MS = 60 * 86_400_000;
/** Each page would write otherwise. */
const TOUCH_EVERY_MS = 60_000;
const TOKEN_BYTES = 32;
const TOKEN_TEXT = /^[A-Za-z0-9_-]{43}$/;

const rowSchema = z.object({
  id: z.string(),
  account_id: z.string(),
  role: roleSchema,
  character_id: z.coerce.number().int(),
  main_character_id: z.coerce.number().int().nullable(),
  last_seen_at: z.date(),
  characters: z.array(
    z.object({
      characterId: z.int(),
      name: z.string(),
      ownerChangedAt: z.coerce.date().nullable(),
    }),
  ),
});

const READ_SESSION = `
  select session.id, session.account_id, session.character_id, session.last_seen_at,
    account.role::text as role, account.main_character_id,
    (
      select coalesce(
        jsonb_agg(jsonb_build_object('characterId', id, 'name', name,
          'ownerChangedAt', owner_changed_at) order by name, id), '[]')
      from character where character.account_id = account.id
    ) as characters
  from session
  join account on account.id = session.account_id
  where session.token_hash = $1 and session.created_at > $2 and session.last_seen_at > $3
    and account.blocked_at is null and account.deleted_at is null`;

const TOUCH_SESSION = `
  update session set last_seen_at = $2 where token_hash = $1 and last_seen_at < $2`;

/** By its prefix the browser itself keeps other hosts and paths from setting it. */
export const SESSION_COOKIE = '__Host-ageira-session';

/** A new token for a cookie. */
export function createSessionToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What the database knows a token by; null for what cannot be a token of ours. */
export function hashSessionToken(token: string | undefined): Uint8Array<ArrayBuffer> | null {
  if (token === undefined || !TOKEN_TEXT.test(token)) return null;
  return new Uint8Array(createHash('sha256').update(token).digest());
}

/** Which sessions still stand, for a `where` of Prisma. */
export function standingSessions(now: Date) {
  return {
    createdAt: { gt: new Date(now.getTime() - SESSION_ABSOLUTE_MS) },
    lastSeenAt: { gt: new Date(now.getTime() - SESSION_IDLE_MS) },
  };
}

/** Open a session, and forget those of the account that are over. The token itself is not kept. */
export async function createSession(
  { db }: Pick<Container, 'db'>,
  {
    token,
    accountId,
    characterId,
    now,
  }: { token: string; accountId: string; characterId: number; now: Date },
): Promise<void> {
  const tokenHash = hashSessionToken(token);
  if (!tokenHash) throw new TypeError('Not a session token of ours');
  await transact({ db }, async (tx) => {
    // Its pilot may be deleting it at this moment.
    if (!(await isStanding(tx, accountId))) return;
    await tx.session.deleteMany({ where: { accountId, NOT: standingSessions(now) } });
    await tx.session.create({
      data: {
        tokenHash,
        id: createId(),
        accountId,
        characterId: fromId(characterId),
        createdAt: now,
        lastSeenAt: now,
      },
    });
  });
}

/**
 * Who holds this token, if its session still stands. Pages, API and gateway all ask here.
 *
 * Notes at most once a minute that the session was seen.
 */
export async function readViewer(
  { pool }: Pick<Container, 'pool'>,
  token: string | undefined,
  now: Date,
): Promise<Viewer | null> {
  const tokenHash = hashSessionToken(token);
  if (!tokenHash) return null;
  const key = Buffer.from(tokenHash);
  const { createdAt, lastSeenAt } = standingSessions(now);
  const { rows } = await pool.query({
    name: 'read-session',
    text: READ_SESSION,
    values: [key, createdAt.gt, lastSeenAt.gt],
  });
  if (rows.length === 0) return null;
  const row = rowSchema.parse(rows[0]);

  if (now.getTime() - row.last_seen_at.getTime() >= TOUCH_EVERY_MS) {
    await touch(pool, key, now);
  }
  return toViewer(row);
}

/** End one session. Whoever is connected with it is sent away. */
export async function deleteSession(
  { db }: Pick<Container, 'db'> | { db: Tx },
  token: string | undefined,
): Promise<void> {
  const tokenHash = hashSessionToken(token);
  if (!tokenHash) return;
  await db.$executeRaw`
    with ended as (delete from session where token_hash = ${tokenHash} returning id, account_id)
    insert into outbox_event (topic, entity, entity_id, version, payload, created_at)
    select 'session', 'session', id, 1, jsonb_build_object('accountId', account_id), now()
    from ended`;
}

/**
 * End the sessions of an account, or those that a character of it has opened. Whoever is connected with one is
 * sent away.
 *
 * @returns How many there were.
 */
export async function deleteSessionsOf(
  { db }: Pick<Container, 'db'> | { db: Tx },
  { accountId, characterId = null }: { accountId: string; characterId?: bigint | null },
): Promise<number> {
  return db.$executeRaw`
    with ended as (
      delete from session where account_id = ${accountId}::uuid
        and (${characterId}::bigint is null or character_id = ${characterId}::bigint)
      returning id, account_id)
    insert into outbox_event (topic, entity, entity_id, version, payload, created_at)
    select 'session', 'session', id, 1, jsonb_build_object('accountId', account_id), now()
    from ended`;
}

/**
 * Forget every session that is over. None of them opens anything any more: this only keeps the table
 * from growing, and what it says about people from staying.
 *
 * @returns How many there were.
 */
export async function sweepSessions({
  db,
  clock,
}: Pick<Container, 'db' | 'clock'>): Promise<number> {
  const { count } = await db.session.deleteMany({ where: { NOT: standingSessions(clock()) } });
  return count;
}

/** A full disk keeps nobody from reading. */
async function touch(pool: Container['pool'], key: Buffer, now: Date): Promise<void> {
  try {
    await pool.query({ name: 'touch-session', text: TOUCH_SESSION, values: [key, now] });
  } catch (error) {
    if (!isDatabaseFull(error)) throw error;
  }
}

function toViewer(row: z.output<typeof rowSchema>): Viewer | null {
  const { characters } = row;
  // The character that signed in may have been unlinked since: the account stays signed in.
  const character =
    characters.find(({ characterId }) => characterId === row.character_id) ??
    characters.find(({ characterId }) => characterId === row.main_character_id) ??
    characters[0];
  if (!character) return null;
  return {
    accountId: row.account_id,
    role: row.role,
    characterId: character.characterId,
    characterName: character.name,
    characters,
    sessionId: row.id,
  };
}
