import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import * as z from 'zod';
import { withAccessToken } from '#lib/server/eve-tokens.ts';
import type { BenchSite } from './bench-site.ts';
import { TRADER_CORPORATION_ID } from './sync-day.ts';

const TRADER_ID = 9_000_000_000_001;
const AT_ONCE = 4;
const ROWS = 5_000;

const listSchema = z.array(z.object({ contract_id: z.int() }));
const itemsSchema = z.array(
  z.object({ record_id: z.int(), type_id: z.int(), quantity: z.int(), is_included: z.boolean() }),
);

/**
 * The list and the items by bare requests, and their rows into a table of their own: no checks, no
 * audit, nothing that a restart could go on from. @returns Seconds.
 */
export async function syncBare({ container }: BenchSite, gameUrl: string, count: number) {
  const signal = AbortSignal.timeout(600_000);
  const owner = { characterId: TRADER_ID, purpose: 'contracts' } as const;
  const accessToken = await withAccessToken(container, owner, async (token) => token, signal);
  const headers = { authorization: `Bearer ${accessToken}`, 'x-compatibility-date': '2026-08-04' };
  const base = `/esi/corporations/${TRADER_CORPORATION_ID}/contracts`;
  const pool = new Pool(gameUrl, { connections: AT_ONCE });
  const get = async (path: string) => {
    const {
      statusCode,
      headers: answered,
      body,
    } = await pool.request({ method: 'GET', path, headers });
    if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${await body.text()}`);
    return { pages: Number(answered['x-pages'] ?? 1), json: await body.json() };
  };

  const startedMs = performance.now();
  const first = await get(base);
  const ids = listSchema.parse(first.json).map(({ contract_id }) => contract_id);
  for (let page = 2; page <= first.pages; page += 1) {
    const { json } = await get(`${base}?page=${page}`);
    ids.push(...listSchema.parse(json).map(({ contract_id }) => contract_id));
  }
  if (ids.length !== count) throw new Error(`${ids.length} contracts are listed, not ${count}`);

  const rows: [number, number, number, number][] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
        const { json } = await get(`${base}/${id}/items`);
        for (const item of itemsSchema.parse(json)) {
          rows.push([id, item.record_id, item.type_id, item.quantity]);
        }
      }
    }),
  );
  await container.pool.query(
    'create table if not exists bench_item (contract_id bigint, record_id bigint, type_id int, quantity bigint, primary key (contract_id, record_id))',
  );
  for (let at = 0; at < rows.length; at += ROWS) {
    const part = rows.slice(at, at + ROWS);
    await container.pool.query(
      `insert into bench_item select * from unnest($1::bigint[], $2::bigint[], $3::int[], $4::bigint[])
       on conflict do nothing`,
      [0, 1, 2, 3].map((column) => part.map((row) => row[column])),
    );
  }
  const tookS = (performance.now() - startedMs) / 1_000;
  await pool.close();
  return tookS;
}
