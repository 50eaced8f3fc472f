/**
 * What a test looks at in the database, rather than in what the code under test says.
 *
 * @module
 */
import { expect } from 'vitest';
import { checkInvariants } from '#lib/features/operations/check/check-invariants.ts';
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

/**
 * All that must hold does: see lib/features/operations/check.
 *
 * @param options.isEveWhole False: EVE was made to lie, so that only what it never served can be told.
 * @param options.isEveHere False: the contracts of this test never were in EVE.
 */
export async function expectInvariants(
  { container: { pool }, esi }: Stage,
  { isEveWhole = true, isEveHere = true }: { isEveWhole?: boolean; isEveHere?: boolean } = {},
): Promise<void> {
  const served = esi.served().map((each) => (isEveWhole ? each : { ...each, status: null }));
  const client = await pool.connect();
  try {
    const { invariants, looked } = await checkInvariants(client, isEveHere ? { served } : {});
    expect(invariants.flatMap(({ breaches }) => breaches)).toEqual([]);
    // A check of nothing would hold, too.
    for (const count of Object.values(looked)) expect(count).toBeGreaterThan(0);
  } finally {
    client.release();
  }
}
