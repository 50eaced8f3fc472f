/**
 * A busy day: quotes of pilots and of guests, and a contract in game for each, right and wrong.
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
/** Known here: every other quote is of this pilot's account. */
const PILOT_ID = 9_000_000_000_002;
/** Never signed in: the other quotes are a guest's. */
const GUEST_ID = 9_000_000_000_003;
const JITA_ID = 60_003_760;
const TYPE_IDS = [18, 19, 20, 21, 22, 1223, 1224, 1225, 1226, 1227];
const LEAST_UNITS = 1_000;
/** So many quotes in a row hold different counts. */
const VARIETY = 97;
const TOTAL_ISK = 1_000_000;
/** The sandbox takes no more than a megabyte at once. */
const CONTRACTS_A_CALL = 500;

/** Open quotes of ten lines each, every other one a guest's. @returns Their codes. */
export async function createQuotes(container: Container, count: number): Promise<string[]> {
  const { pool, clock } = container;
  const [program] = await readProgramTerms(container, { isOpen: true });
  if (!program) throw new Error('The site is not seeded');
  const codes = Array.from({ length: count }, () => createQuoteCode('AT', randomBytes(8)));
  const ids = codes.map(() => createId());
  const now = clock();
  const accountId = createId();
  await pool.query('insert into account (id, main_character_id) values ($1, $2)', [
    accountId,
    PILOT_ID,
  ]);
  await pool.query(
    `insert into character (id, account_id, name, owner_hash) values ($1, $2, 'Bench', 'bench')`,
    [PILOT_ID, accountId],
  );
  await pool.query(
    `insert into quote (id, code, program_id, state, version, side, total, line_sum, volume_m3,
       location_id, terms, created_at, expires_at, account_id)
     select id, code, $3, 'open', 1, 'buys', $4, $4, 1000, $5, $6, $7::timestamptz,
       $7::timestamptz + interval '72 hours', account_id
     from unnest($1::uuid[], $2::text[], $8::uuid[]) as row(id, code, account_id)`,
    [
      ids,
      codes,
      program.programId,
      TOTAL_ISK * 100,
      JITA_ID,
      JSON.stringify(programTermsSchema.encode(program)),
      now,
      codes.map((_, i) => (isGuests(i) ? null : accountId)),
    ],
  );
  await pool.query(
    `insert into quote_line (quote_id, position, type_id, quantity, unit_price, total, volume_m3,
       evidence)
     select id, line.position, type_id, units, 10000, 10000 * units, 100, '{}'
     from unnest($1::uuid[], $3::bigint[]) as quote(id, units),
       unnest($2::int[]) with ordinality as line(type_id, position)`,
    [ids, TYPE_IDS, codes.map((_, i) => unitsOf(i))],
  );
  // As PostgreSQL does by itself within a minute.
  await pool.query('analyze account, character, quote, quote_line');
  return codes;
}

/**
 * A contract for each code, made in the sandbox's game. Of 100 half are right, 20 have a wrong count,
 * 10 a wrong price, 4 a slip in the code, 15 no code, and one names another's quote. Of 50 guests' quotes
 * one is delivered by a pilot who is known, and thereby claimed.
 *
 * @returns How many are right.
 */
export async function createContracts(
  gameUrl: string,
  assigneeId: number,
  codes: readonly string[],
): Promise<number> {
  for (let at = 0; at < codes.length; at += CONTRACTS_A_CALL) {
    const contracts = codes.slice(at, at + CONTRACTS_A_CALL).map((_, i) => ({
      assigneeId,
      locationId: JITA_ID,
      fillHangar: true,
      ...offerFor(codes, at + i),
    }));
    await command(gameUrl, 'POST', '/control/api/contracts', contracts);
  }
  return codes.filter((_, i) => flawOf(i) === null).length;
}

type Flaw = 'count' | 'price' | 'slip' | 'no-code' | 'anothers';

function offerFor(codes: readonly string[], i: number) {
  const flaw = flawOf(i);
  const units = unitsOf(i);
  const title: Record<Flaw, string> = {
    count: codes[i] ?? '',
    price: codes[i] ?? '',
    slip: slipIn(codes[i] ?? ''),
    'no-code': '',
    anothers: codes[i - 99] ?? '',
  };
  return {
    issuerId: isGuests(i) && i % 100 !== 1 ? GUEST_ID : PILOT_ID,
    priceIsk: `${flaw === 'price' ? TOTAL_ISK * 1.2 : TOTAL_ISK}.00`,
    title: flaw ? title[flaw] : (codes[i] ?? ''),
    items: TYPE_IDS.map((typeId, line) => ({
      typeId,
      quantity: flaw === 'count' && line === 0 ? units - 1 : units,
    })),
  };
}

function flawOf(i: number): Flaw | null {
  const place = i % 100;
  if (place < 50) return null;
  if (place < 70) return 'count';
  if (place < 80) return 'price';
  if (place < 84) return 'slip';
  return place < 99 ? 'no-code' : 'anothers';
}

function isGuests(i: number): boolean {
  return i % 2 === 1;
}

function unitsOf(i: number): number {
  return LEAST_UNITS + (i % VARIETY);
}

/** The last symbol but one is another. */
function slipIn(code: string): string {
  return `${code.slice(0, -2)}${code.at(-2) === '7' ? '8' : '7'}${code.slice(-1)}`;
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
