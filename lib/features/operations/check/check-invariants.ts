import type pg from 'pg';
import { AUDIT_PROBES } from './audit-probes.ts';
import { CONTRACT_PROBES } from './contract-probes.ts';
import { findChangedAudit } from './find-changed-audit.ts';
import { findOtherVerdicts } from './find-other-verdicts.ts';
import { GUARD_PROBES } from './guard-probes.ts';
import { type Breach, INVARIANTS, type InvariantId, type ServedContract } from './invariant.ts';
import { MATCH_PROBES } from './match-probes.ts';
import { PEOPLE_PROBES } from './people-probes.ts';
import { SETTLEMENT_PROBES } from './settlement-probes.ts';
import { STOCK_PROBES } from './stock-probes.ts';
import { TOLD_PROBES } from './told-probes.ts';
import { TRACE_PROBES } from './trace-probes.ts';

export type CheckReport = {
  readonly holds: boolean;
  readonly invariants: readonly {
    readonly id: InvariantId;
    readonly sentence: string;
    readonly holds: boolean;
    /** How many breaches there are, of which `breaches` lists the first of each question. */
    readonly count: number;
    readonly breaches: readonly Breach[];
  }[];
  /** How much was looked at: a check of nothing holds, too. */
  readonly looked: Readonly<Record<(typeof LOOKED)[number], number>>;
};

export type CheckOptions = { readonly served?: readonly ServedContract[] };

/** So many of each question are listed. */
export const LISTED = 20;

const LOOKED = ['quote', 'contract', 'settlement', 'verdict', 'audit_event'] as const;
const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * Check in one snapshot of the database that everything that must hold does. It writes nothing, and
 * may run while the site serves.
 *
 * @param client Connected, with no transaction open.
 * @param options.served What EVE is known to have served; without it, loss is looked for only as far
 *   as the database itself can tell.
 */
export async function checkInvariants(
  client: pg.ClientBase,
  options: CheckOptions = {},
): Promise<CheckReport> {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
    return await checkSnapshot(client, options);
  } finally {
    await client.query('rollback');
  }
}

/** The same within a transaction that is open already. */
export async function checkSnapshot(
  client: pg.ClientBase,
  { served }: CheckOptions,
): Promise<CheckReport> {
  const found = [...(await runProbes(client, served)), ...(await runReplays(client))];
  return report(found, await countRows(client));
}

type Found = { readonly count: number; readonly breaches: readonly Breach[] };

async function runProbes(
  client: pg.ClientBase,
  served: readonly ServedContract[] | undefined,
): Promise<Found[]> {
  const probes = [
    ...SETTLEMENT_PROBES,
    ...CONTRACT_PROBES,
    ...AUDIT_PROBES,
    ...GUARD_PROBES,
    ...TOLD_PROBES,
    ...TRACE_PROBES,
    ...PEOPLE_PROBES,
    ...MATCH_PROBES,
    ...STOCK_PROBES,
  ];
  const found: Found[] = [];
  for (const { invariant, name, sql, needsServed } of probes) {
    if (needsServed && !served) continue;
    const { rows } = await client.query<{ id: string; what: string; count: string }>(
      `select id, what, count(*) over () from (${sql}) breach order by id, what limit ${LISTED}`,
      needsServed ? [JSON.stringify(served)] : [],
    );
    found.push({
      count: Number(rows[0]?.count ?? 0),
      breaches: rows.map(({ id, what }) => ({ invariant, probe: name, id, what })),
    });
  }
  return found;
}

/** What SQL cannot say: it has neither our canonical JSON nor the matcher. */
async function runReplays(client: pg.ClientBase): Promise<Found[]> {
  const found: Found[] = [];
  for (const replay of [findChangedAudit, findOtherVerdicts]) {
    const breaches: Breach[] = [];
    let count = 0;
    for await (const breach of replay(client)) {
      count += 1;
      if (count <= LISTED) breaches.push(breach);
    }
    found.push({ count, breaches });
  }
  return found;
}

async function countRows(client: pg.ClientBase): Promise<CheckReport['looked']> {
  const columns = LOOKED.map((table) => `(select count(*) from ${table})::int as ${table}`);
  const { rows } = await client.query<CheckReport['looked']>(`select ${columns.join(', ')}`);
  const [looked] = rows;
  if (!looked) throw new Error('The database counted nothing');
  return looked;
}

function report(found: readonly Found[], looked: CheckReport['looked']): CheckReport {
  // The keys of a literal object are what its type says.
  const ids = Object.keys(INVARIANTS) as InvariantId[];
  const invariants = ids.map((id) => {
    const own = found.filter(({ breaches }) => breaches[0]?.invariant === id);
    const count = own.reduce((sum, each) => sum + each.count, 0);
    const breaches = own.flatMap((each) => each.breaches);
    return { id, sentence: INVARIANTS[id], holds: count === 0, count, breaches };
  });
  return { holds: invariants.every(({ holds }) => holds), invariants, looked };
}
