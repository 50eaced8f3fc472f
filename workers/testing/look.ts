/**
 * What a test looks at in the database, rather than in what the code under test says.
 *
 * @module
 */
import { expect } from 'vitest';
import type { JsonValue } from '#lib/server/canonical-json.ts';
import { hashAudit } from '#lib/server/events.ts';
import type { Stage } from './stage.ts';

export function quoteOf({ container }: Stage, id: string) {
  return container.db.quote.findUniqueOrThrow({ where: { id } });
}

export function contractOf({ container }: Stage, contractId: number) {
  return container.db.contract.findUniqueOrThrow({ where: { id: contractId } });
}

export async function goneAt(stage: Stage, contractId: number): Promise<Date | null> {
  return (await contractOf(stage, contractId)).goneAt;
}

export function settlementsOf({ container }: Stage, quoteId: string) {
  return container.db.settlement.findMany({ where: { quoteId }, include: { entries: true } });
}

/** Codes of the newest findings of a contract. */
export async function findingCodes({ container }: Stage, contractId: number): Promise<string[]> {
  const { rows } = await container.pool.query<{ codes: string[] }>(
    `select array(select jsonb_array_elements(findings) ->> 'code') as codes
     from verdict where contract_id = $1 order by created_at desc, id desc limit 1`,
    [contractId],
  );
  return rows[0]?.codes ?? [];
}

/** Every quote and contract has one audit row a version, each quote's in an unbroken chain. */
export async function expectUnbrokenTrail({ container: { db, pool } }: Stage): Promise<void> {
  const quotes = await db.quote.findMany();
  expect(quotes.length).toBeGreaterThan(0);
  for (const quote of quotes) {
    const rows = await db.auditEvent.findMany({
      where: { entity: 'quote', entityId: quote.id },
      orderBy: { version: 'asc' },
    });
    expect(rows.map(({ version }) => version)).toEqual(
      Array.from({ length: quote.version }, (_, i) => i + 1),
    );
    let previous: Uint8Array | null = null;
    for (const { id: _, hash, ...row } of rows) {
      expect(hexOf(row.previous)).toBe(hexOf(previous));
      const before = asJson(row.before);
      const after = asJson(row.after);
      expect(hexOf(hashAudit({ ...row, previous, before, after }))).toBe(hexOf(hash));
      previous = hash;
    }
  }
  const contracts = await pool.query(`
    select contract.id from contract
    left join audit_event audit on audit.entity = 'contract' and audit.entity_id = contract.id::text
    group by contract.id having count(audit.id) <> contract.version`);
  expect(contracts.rows).toEqual([]);
}

const ALLOWED_MOVES: ReadonlySet<string> = new Set([
  'none → open',
  'open → contracted',
  'open → expired',
  'open → cancelled',
  'contracted → open',
  'contracted → partly-completed',
  'contracted → completed',
  'contracted → expired',
  'partly-completed → completed',
  'partly-completed → expired',
  'expired → contracted',
]);

/** Each quote went only where it may, and is where its trail says. */
export async function expectAllowedMoves({ container: { pool } }: Stage): Promise<void> {
  const { rows } = await pool.query<{ code: string; state: string; path: string[] }>(`
    select code, state::text, array_agg(after ->> 'state' order by audit.version) as path
    from quote join audit_event audit on entity = 'quote' and entity_id = quote.id::text
    where after ? 'state' group by quote.id`);
  expect(rows.length).toBeGreaterThan(0);
  for (const { code, state, path } of rows) {
    const moves = path.map((to, i) => `${path[i - 1] ?? 'none'} → ${to}`);
    expect([code, moves.filter((move) => !ALLOWED_MOVES.has(move))]).toEqual([code, []]);
    expect([code, path.at(-1)]).toEqual([code, state]);
  }
}

/** What was settled was accepted in game, for this quote, and for no less than was paid. */
export async function expectRightSettlements({ container: { pool } }: Stage): Promise<void> {
  const { rows } = await pool.query(`
    select settlement.id from settlement
    join contract on contract.id = settlement.contract_id
    join quote on quote.id = settlement.quote_id
    where contract.status not like 'finished%' or contract.type <> 'item_exchange'
      or contract.quote_id <> quote.id or contract.price < settlement.amount
      or contract.assignee_id <> (quote.terms ->> 'assigneeId')::bigint
      or contract.date_issued > quote.expires_at
      or exists (select from contract_item item
        where item.contract_id = contract.id and not item.is_included)`);
  expect(rows).toEqual([]);
}

/** No settlement is more than its quote, and each has two entries that sum to zero. */
export async function expectBalancedLedger({ container: { pool } }: Stage): Promise<void> {
  const { rows } = await pool.query(`
    select settlement.id from settlement join ledger_entry on settlement_id = settlement.id
    group by settlement.id having count(*) <> 2 or sum(ledger_entry.amount) <> 0
    union all
    select quote_id from settlement join quote on quote.id = quote_id
    group by quote_id, total having sum(amount) > total`);
  expect(rows).toEqual([]);
}

function hexOf(bytes: Uint8Array | null): string {
  return Buffer.from(bytes ?? []).toString('hex');
}

// What the database gives back of a JSON column is JSON.
function asJson(value: unknown): JsonValue {
  return value as JsonValue;
}
