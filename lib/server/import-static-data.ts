import {
  carryOver,
  compareTables,
  exportVersion,
  isOlderRelease,
  type StaticChanges,
  type StaticTables,
} from '#lib/eve/static-data/index.ts';
import type { Container } from './container.ts';
import { recordChange } from './events.ts';
import { readStaticTables, storeStaticTables } from './static-tables.ts';
import { type Tx, transact } from './transact.ts';

export type ImportPolicy = {
  /** Take an older build than the one that is loaded. */
  readonly allowOlder?: boolean;
  /** Take one that loses more than an expansion ever took away. */
  readonly allowLosses?: boolean;
  /** Only report. */
  readonly isRehearsal?: boolean;
  /** Gives up while nothing is decided. */
  readonly signal?: AbortSignal;
  /** Called when all is written and about to be committed: from here on it cannot be given up. */
  readonly onCommit?: () => void;
};

type Compared = {
  /** The version that was loaded; empty: none was. */
  readonly from: string;
  /** The export's. */
  readonly to: string;
  readonly changes: StaticChanges;
};

export type ImportOutcome =
  | ({ readonly ok: true; readonly status: 'imported' | 'rehearsed' } & Compared)
  | { readonly ok: true; readonly status: 'same'; readonly from: string; readonly to: string }
  | ({ readonly ok: false; readonly reason: 'older' | 'gutted' } & Compared)
  | { readonly ok: false; readonly reason: 'busy' };

const IMPORT_TIMEOUT_MS = 120_000;
const ENTITY = { entity: 'static-data', entityId: '1' } as const;

/**
 * Replace the static data by those of an export, in one transaction: everybody sees the old data or
 * the new, and a failure leaves the old. What quotes and contracts still name is kept, see
 * `carryOver`.
 */
export async function importStaticData(
  container: Pick<Container, 'db' | 'clock'>,
  next: StaticTables,
  policy: ImportPolicy = {},
): Promise<ImportOutcome> {
  return transact(
    container,
    async (tx) => {
      // Whoever comes second would only do the same again, so it need not wait.
      if (!(await tryLock(tx))) return { ok: false, reason: 'busy' };
      const outcome = await replaceStaticData(tx, next, policy, container.clock());
      policy.signal?.throwIfAborted();
      policy.onCommit?.();
      return outcome;
    },
    { timeoutMs: IMPORT_TIMEOUT_MS },
  );
}

/** The same inside a transaction that holds the name 'static-data'. */
export async function replaceStaticData(
  tx: Tx,
  next: StaticTables,
  { allowOlder, allowLosses, isRehearsal, signal }: ImportPolicy,
  now: Date,
): Promise<ImportOutcome> {
  const site = await tx.site.findUniqueOrThrow({ where: { id: 1 } });
  const from = site.staticVersion ?? '';
  const to = next.version;
  if (exportVersion(from) === to) return { ok: true, status: 'same', from, to };

  const current = await readStaticTables(tx);
  signal?.throwIfAborted();
  const compared = { from, to, changes: compareTables(current, next) };
  if (!allowOlder && isOlderRelease(to, from)) return { ok: false, reason: 'older', ...compared };
  if (!allowLosses && compared.changes.losses.length > 0) {
    return { ok: false, reason: 'gutted', ...compared };
  }
  if (isRehearsal) return { ok: true, status: 'rehearsed', ...compared };

  const carried = carryOver(current, next, await findPlacesInUse(tx, compared.changes));
  signal?.throwIfAborted();
  await storeStaticTables(tx, carried, current);
  await recordImport(tx, { ...compared, stored: carried.version }, now);
  return { ok: true, status: 'imported', ...compared };
}

/** The key is that of `lockName(tx, 'static-data')`, which the seed waits for. */
async function tryLock(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ locked: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended('static-data', 0)) as locked`;
  return row?.locked ?? false;
}

/** Of the places that are gone those that a market, a program, a quote or a contract names. */
async function findPlacesInUse(
  tx: Tx,
  { stations, systems, regions }: StaticChanges,
): Promise<Set<number>> {
  const gone = [stations, systems, regions].flatMap((places) => places.gone.map(({ id }) => id));
  if (gone.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: number }[]>`
    select place.id::float8 as id from unnest(${gone.map(BigInt)}::bigint[]) as place(id)
    where exists (select from hub where place.id in (location_id, system_id, region_id))
      or exists (select from program where place.id = any(location_ids))
      or place.id in (select location_id from quote)
      or place.id in (select start_location_id from contract where start_location_id is not null)
      or place.id in (select end_location_id from contract where end_location_id is not null)`;
  return new Set(rows.map(({ id }) => id));
}

async function recordImport(
  tx: Tx,
  { from, stored, changes }: Compared & { readonly stored: string },
  now: Date,
): Promise<void> {
  const { types, stations } = changes;
  const [last] = await tx.$queryRaw<{ version: number }[]>`
    select coalesce(max(version), 0)::int as version from audit_event
    where entity = ${ENTITY.entity} and entity_id = ${ENTITY.entityId}`;
  await recordChange(tx, {
    ...ENTITY,
    version: (last?.version ?? 0) + 1,
    action: 'imported',
    actorId: null,
    before: from === '' ? null : { version: from },
    after: {
      version: stored,
      typesAdded: types.added.length,
      typesRenamed: types.renamed.length,
      typesGone: types.gone.length,
      stationsGone: stations.gone.length,
    },
    at: now,
  });
}
