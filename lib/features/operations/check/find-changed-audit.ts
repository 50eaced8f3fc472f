import type pg from 'pg';
import type { JsonValue } from '#lib/server/canonical-json.ts';
import { hashAudit } from '#lib/server/events.ts';
import type { Breach } from './invariant.ts';
import { readInBatches } from './read-in-batches.ts';

type Row = {
  readonly entity: string;
  readonly entity_id: string;
  readonly version: number;
  readonly action: string;
  readonly actor_id: string | null;
  readonly before: JsonValue;
  readonly after: JsonValue;
  readonly at: Date;
  readonly previous: string | null;
  readonly hash: string;
};

/** Audit rows that are not what was hashed when they were written. */
export async function* findChangedAudit(client: pg.ClientBase): AsyncGenerator<Breach> {
  const rows = readInBatches<Row>(
    client,
    `select entity, entity_id, version, action, actor_id::text, before, after, at,
       encode(previous, 'hex') as previous, encode(hash, 'hex') as hash
     from audit_event`,
  );
  for await (const { entity_id: entityId, actor_id: actorId, hash, ...row } of rows) {
    if (hashAudit({ ...row, entityId, actorId }) === hash) continue;
    yield {
      invariant: 'I4',
      probe: 'hash-of-content',
      id: `${row.entity} ${entityId}`,
      what: `version ${row.version} was changed after it was written`,
    };
  }
}
