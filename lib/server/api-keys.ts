/**
 * Keys with which a program acts for an account: 32 random bytes with a pilot, their SHA-256 in the
 * database.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Container } from './container.ts';
import { recordChanges } from './events.ts';
import { isDatabaseFull } from './is-database-away.ts';
import type { Tx } from './transact.ts';
import type { Viewer } from './viewer.ts';

/** What a key may do beyond what anybody may do without one. */
export const API_SCOPES = ['quotes:read', 'quotes:write', 'contracts:check'] as const;
export const apiScopeSchema = z.enum(API_SCOPES);
export type ApiScope = z.output<typeof apiScopeSchema>;

export type KeyHolder = {
  readonly keyId: string;
  readonly scopes: readonly ApiScope[];
  /** The account, as a member: no key does what the trader's staff may do. */
  readonly viewer: Viewer;
};

/** By the letters in front whoever finds one, a scanner of repositories too, sees what it is. */
const PREFIX = 'ageira_';
const KEY_BYTES = 32;
const KEY_TEXT = /^ageira_[A-Za-z0-9_-]{43}$/;
/** Each request would write otherwise. */
const TOUCH_EVERY_MS = 60_000;

const rowSchema = z.object({
  id: z.string(),
  account_id: z.string(),
  scopes: z.array(z.string()),
  last_used_at: z.date().nullable(),
  main_character_id: z.coerce.number().int().nullable(),
  characters: z.array(
    z.object({
      characterId: z.int(),
      name: z.string(),
      ownerChangedAt: z.coerce.date().nullable(),
    }),
  ),
});

const READ_KEY = `
  select api_key.id, api_key.account_id, api_key.scopes, api_key.last_used_at,
    account.main_character_id,
    (
      select coalesce(
        jsonb_agg(jsonb_build_object('characterId', id, 'name', name,
          'ownerChangedAt', owner_changed_at) order by name, id), '[]')
      from character where character.account_id = account.id
    ) as characters
  from api_key join account on account.id = api_key.account_id
  where api_key.token_hash = $1 and account.blocked_at is null and account.deleted_at is null`;

/** The text of a new key. It is shown once, and kept by nobody but its pilot. */
export function createKeyText(): string {
  return PREFIX + randomBytes(KEY_BYTES).toString('base64url');
}

/** What the database knows a key by; null for what cannot be a key of ours. */
export function hashKeyText(text: string): Uint8Array<ArrayBuffer> | null {
  if (!KEY_TEXT.test(text)) return null;
  return new Uint8Array(createHash('sha256').update(text).digest());
}

/**
 * For whom a key speaks, if it still stands and its account does.
 *
 * Notes at most once a minute that it was used.
 */
export async function readKeyHolder(
  { pool }: Pick<Container, 'pool'>,
  text: string,
  now: Date,
): Promise<KeyHolder | null> {
  const tokenHash = hashKeyText(text);
  if (!tokenHash) return null;
  const values = [Buffer.from(tokenHash)];
  const { rows } = await pool.query({ name: 'read-api-key', text: READ_KEY, values });
  if (rows.length === 0) return null;
  const row = rowSchema.parse(rows[0]);
  const viewer = toViewer(row);
  if (!viewer) return null;
  if (now.getTime() - (row.last_used_at?.getTime() ?? 0) >= TOUCH_EVERY_MS) {
    await touch(pool, row.id, now);
  }
  const scopes = API_SCOPES.filter((scope) => row.scopes.includes(scope));
  return { keyId: row.id, scopes, viewer };
}

/**
 * End keys of an account: one, or all of them.
 *
 * @returns How many there were.
 */
export async function revokeKeys(
  tx: Tx,
  { accountId, keyId }: { readonly accountId: string; readonly keyId?: string },
  context: { readonly actorId: string; readonly at: Date },
): Promise<number> {
  const keys = await tx.$queryRaw<{ id: string; scopes: string[] }[]>`
    delete from api_key where account_id = ${accountId}::uuid
      and (${keyId ?? null}::uuid is null or id = ${keyId ?? null}::uuid)
    returning id::text, scopes`;
  await recordChanges(
    tx,
    keys.map(({ id, scopes }) => ({
      entity: 'api-key',
      entityId: id,
      version: 2,
      action: 'revoked',
      ...context,
      before: { accountId, scopes },
      after: null,
    })),
  );
  return keys.length;
}

/** A full disk keeps nobody from reading. */
async function touch(pool: Container['pool'], keyId: string, now: Date): Promise<void> {
  try {
    await pool.query({
      name: 'touch-api-key',
      text: `update api_key set last_used_at = $2
        where id = $1 and (last_used_at is null or last_used_at < $2)`,
      values: [keyId, now],
    });
  } catch (error) {
    if (!isDatabaseFull(error)) throw error;
  }
}

function toViewer(row: z.output<typeof rowSchema>): Viewer | null {
  const { characters } = row;
  const character =
    characters.find(({ characterId }) => characterId === row.main_character_id) ?? characters[0];
  if (!character) return null;
  return {
    accountId: row.account_id,
    role: 'member',
    characterId: character.characterId,
    characterName: character.name,
    characters,
    sessionId: row.id,
  };
}
