/**
 * Ten thousand pilots' worth of work: a quote each, and a contract in game for each of them.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { v7 as createId } from 'uuid';
import { programTermsSchema } from '#lib/core/program/terms.ts';
import { createQuoteCode } from '#lib/core/quote/code.ts';
import type { Container } from '#lib/server/container.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';

export const TRADER_CORPORATION_ID = 9_100_000_000_001;
const PILOT_ID = 9_000_000_000_002;
const JITA_ID = 60_003_760;
const TYPE_IDS = [18, 19, 20, 21, 22, 1223, 1224, 1225, 1226, 1227];
const UNITS = 1_000;
const TOTAL_ISK = 1_000_000;
/** The sandbox takes no more than a megabyte at once. */
const CONTRACTS_A_CALL = 500;

/** Open quotes of guests, ten lines each. @returns Their codes. */
export async function createQuotes(container: Container, count: number): Promise<string[]> {
  const { pool, clock } = container;
  const [program] = await readProgramTerms(container, { isOpen: true });
  if (!program) throw new Error('The site is not seeded');
  const codes = Array.from({ length: count }, () => createQuoteCode('AT', randomBytes(8)));
  const ids = codes.map(() => createId());
  const now = clock();
  await pool.query(
    `insert into quote (id, code, program_id, state, version, side, total, line_sum, volume_m3,
       location_id, terms, created_at, expires_at)
     select id, code, $3, 'open', 1, 'buys', $4, $4, 1000, $5, $6, $7::timestamptz,
       $7::timestamptz + interval '72 hours'
     from unnest($1::uuid[], $2::text[]) as row(id, code)`,
    [
      ids,
      codes,
      program.programId,
      TOTAL_ISK * 100,
      JITA_ID,
      JSON.stringify(programTermsSchema.encode(program)),
      now,
    ],
  );
  await pool.query(
    `insert into quote_line (quote_id, position, type_id, quantity, unit_price, total, volume_m3,
       evidence)
     select id, line.position, type_id, $3, 10000, 10000 * $3::bigint, 100, '{}'
     from unnest($1::uuid[]) as quote(id),
       unnest($2::int[]) with ordinality as line(type_id, position)`,
    [ids, TYPE_IDS, UNITS],
  );
  return codes;
}

/** A right contract for each code, made in the sandbox's game. */
export async function createContracts(
  gameUrl: string,
  assigneeId: number,
  codes: readonly string[],
): Promise<void> {
  for (let at = 0; at < codes.length; at += CONTRACTS_A_CALL) {
    const contracts = codes.slice(at, at + CONTRACTS_A_CALL).map((title) => ({
      issuerId: PILOT_ID,
      assigneeId,
      locationId: JITA_ID,
      priceIsk: `${TOTAL_ISK}.00`,
      title,
      items: TYPE_IDS.map((typeId) => ({ typeId, quantity: UNITS })),
      fillHangar: true,
    }));
    await command(gameUrl, 'POST', '/control/api/contracts', contracts);
  }
}

/** Tell the sandbox something. */
export async function command(
  gameUrl: string,
  method: 'POST' | 'PUT' | 'GET',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${gameUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json', origin: gameUrl },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
