/**
 * What happened: the audit trail and the outbox, written in the transaction of the change itself.
 *
 * @module
 */
import { CanonicalJson, hashJson, type JsonValue } from './canonical-json.ts';
import { type SqlValue, toJsonArray, toSqlArray } from './sql-arrays.ts';
import type { SqlTx } from './transact-sql.ts';

/** One step of one entity from a version to the next. */
export type Change = {
  /** 'quote', 'contract', 'program', 'account' … */
  readonly entity: string;
  readonly entityId: string;
  /** The entity's version after the change; 1 for its creation, then without gaps. */
  readonly version: number;
  /** What was done, in the past tense: 'created', 'contracted', 'settled'. */
  readonly action: string;
  /** Account id; null when the system acted. People are named by account id only. */
  readonly actorId: string | null;
  /** Bigint, dates and bytes may stay as they are; they are written as text. */
  readonly before: unknown;
  readonly after: unknown;
  readonly at: Date;
  /** What subscribers get; by default only entity, id and version. Never names, never secrets. */
  readonly payload?: unknown;
};

/** The part of an audit row that its hash covers. */
export type AuditContent = {
  readonly entity: string;
  readonly entityId: string;
  readonly version: number;
  readonly action: string;
  readonly actorId: string | null;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly at: Date;
  /** Hash of the entity's row before, in hexadecimal digits; null for its first. */
  readonly previous: string | null;
};

/**
 * Record one change. A version that is recorded already fails the transaction: two writers took
 * the same step.
 */
export async function recordChange(tx: SqlTx, change: Change): Promise<void> {
  await recordChanges(tx, [change]);
}

/** Record many changes at once. Several steps of one entity come in their order. */
export async function recordChanges(tx: SqlTx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const last = await readLastHashes(tx, changes);

  const rows = changes.map((change) => {
    const key = keyOf(change);
    // Both are stored and hashed, and may be long: they are written once.
    const before = writeOnce(change.before);
    const after = writeOnce(change.after);
    const content = {
      entity: change.entity,
      entityId: change.entityId,
      version: change.version,
      action: change.action,
      actorId: change.actorId,
      before,
      after,
      at: change.at,
      previous: last.get(key) ?? null,
    };
    const hash = hashContent(content);
    last.set(key, hash);
    return { ...content, hash, payload: writeOnce(change.payload) };
  });

  const all = (pick: (row: (typeof rows)[number]) => SqlValue) => toSqlArray(rows.map(pick));
  await tx.$executeRaw`
    insert into audit_event
      (entity, entity_id, version, action, actor_id, before, after, at, previous, hash)
    select entity, entity_id, version, action, actor_id, nullif(before, 'null'),
      nullif(after, 'null'), at, decode(previous, 'hex'), decode(hash, 'hex')
    from rows from (
      unnest(${all(({ entity }) => entity)}::text[]),
      unnest(${all(({ entityId }) => entityId)}::text[]),
      unnest(${all(({ version }) => version)}::int[]),
      unnest(${all(({ action }) => action)}::text[]),
      unnest(${all(({ actorId }) => actorId)}::uuid[]),
      jsonb_array_elements(${toJsonArray(rows.map(({ before }) => before.text))}::jsonb),
      jsonb_array_elements(${toJsonArray(rows.map(({ after }) => after.text))}::jsonb),
      unnest(${all(({ at }) => at)}::timestamptz[]),
      unnest(${all(({ previous }) => previous)}::text[]),
      unnest(${all(({ hash }) => hash)}::text[])
    ) as row(entity, entity_id, version, action, actor_id, before, after, at, previous, hash)`;
  await tx.$executeRaw`
    insert into outbox_event (topic, entity, entity_id, version, payload, created_at)
    select entity, entity, entity_id, version, coalesce(nullif(payload, 'null'),
      jsonb_build_object('entity', entity, 'entityId', entity_id, 'version', version)), at
    from rows from (
      unnest(${all(({ entity }) => entity)}::text[]),
      unnest(${all(({ entityId }) => entityId)}::text[]),
      unnest(${all(({ version }) => version)}::int[]),
      jsonb_array_elements(${toJsonArray(rows.map(({ payload }) => payload.text))}::jsonb),
      unnest(${all(({ at }) => at)}::timestamptz[])
    ) as row(entity, entity_id, version, payload, at)`;
}

/**
 * The hash of an audit row, in hexadecimal digits. Each row's hash covers the one before it, so none can
 * be changed alone.
 */
export function hashAudit(content: AuditContent): string {
  return hashContent(content);
}

/** Written or not, the same content has the same hash. */
function hashContent(
  content: Omit<AuditContent, 'before' | 'after'> & { before: unknown; after: unknown },
): string {
  return hashJson(content);
}

const NOTHING = new CanonicalJson(null);

function writeOnce(value: unknown): CanonicalJson {
  if (value === null || value === undefined) return NOTHING;
  return value instanceof CanonicalJson ? value : new CanonicalJson(value);
}

async function readLastHashes(tx: SqlTx, changes: readonly Change[]): Promise<Map<string, string>> {
  const later = changes.filter(({ version }) => version > 1);
  if (later.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ entity: string; entity_id: string; hash: string }[]>`
    select audit.entity, audit.entity_id, encode(audit.hash, 'hex') as hash
    from unnest(
      ${toSqlArray(later.map(({ entity }) => entity))}::text[],
      ${toSqlArray(later.map(({ entityId }) => entityId))}::text[],
      ${toSqlArray(later.map(({ version }) => version - 1))}::int[]
    ) as row(entity, entity_id, version)
    join audit_event audit using (entity, entity_id, version)`;
  return new Map(rows.map((row) => [`${row.entity} ${row.entity_id}`, row.hash]));
}

function keyOf({ entity, entityId }: Change): string {
  return `${entity} ${entityId}`;
}
