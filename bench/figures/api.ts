import { Pool } from 'undici';
import * as z from 'zod';
import type { Container } from '#lib/server/container.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { startBenchServices } from '../support/bench-site.ts';
import type { Figure } from '../support/figure.ts';
import { median, spreadOf } from '../support/rounds.ts';

const LEAST_APPRAISALS = 300;
const LINES = 50;
const AT_ONCE = 16;
const REQUESTS = { tiny: 20, full: 2_000 } as const;
/** Below what the API gives one address in a minute. */
const REQUESTS_AN_ADDRESS = 100;
const ORE_CATEGORY = 25;

const countsSchema = z.object({ counts: z.object({ bought: z.int() }) });

type Ask = { readonly path: string; readonly body?: string; readonly status: number };

/** The API of the production build, its front and its limits included, asked from many addresses. */
export const api: Figure = {
  name: 'api',
  title: `an appraisal of ${LINES} lines through the JSON API, ${AT_ONCE} at once`,
  async measure({ size, rounds, say }) {
    await using services = await startBenchServices(say);
    await using site = await services.openSite();
    const names = await setPrices(site.container);
    await using web = await services.startWeb(site);
    const pool = new Pool(web.url, { connections: AT_ONCE });
    try {
      const text = names.map((name, at) => `${name}\t${(at + 1) * 1_000}`).join('\n');
      const body = JSON.stringify({ text });
      const appraisal: Ask = { path: '/api/v1/appraisals', body, status: 200 };
      const answer = await ask(pool, appraisal, '10.9.9.9');
      if (countsSchema.parse(JSON.parse(answer)).counts.bought < LINES) throw new Error(answer);
      // A route of the same build that answers without asking anybody: nothing to see without its token.
      const bare: Ask = { path: '/api/metrics', status: 404 };
      const rates = { ours: [] as number[], bare: [] as number[] };
      for (let round = 0; round <= rounds; round += 1) {
        const ours = await measureRate(pool, appraisal, REQUESTS[size]);
        const theirs = await measureRate(pool, bare, REQUESTS[size]);
        if (round === 0) continue;
        rates.ours.push(ours);
        rates.bare.push(theirs);
      }
      return [
        {
          what: `appraisals of ${LINES} lines`,
          unit: '/s',
          value: median(rates.ours),
          spread: spreadOf(rates.ours),
          bar: { atLeast: LEAST_APPRAISALS },
          peer: {
            what: 'a route that does nothing',
            value: median(rates.bare),
            spread: spreadOf(rates.bare),
          },
        },
      ];
    } finally {
      await pool.close();
    }
  },
};

/** @returns Names of so many ores that have a price now. */
async function setPrices(container: Container): Promise<string[]> {
  const { pool, clock } = container;
  const staticData = await getStaticData(container);
  const ores = staticData
    .typesInCategory(ORE_CATEGORY)
    .filter(({ published, marketGroupId }) => published && marketGroupId !== null);
  await pool.query(
    `insert into price (hub_id, type_id, buy_best, buy_top5, sell_best, sell_top5, buy_volume,
       sell_volume, buy_orders, sell_orders, book_at, fetched_at, expires_at)
     select 60003760, type_id, 1500, 1500, 1700, 1700, 1000000000000, 1000000, 3, 3, $2, $2, $2
     from unnest($1::int[]) as row(type_id) on conflict do nothing`,
    [ores.map(({ typeId }) => typeId), clock()],
  );
  return ores.slice(0, LINES).map(({ name }) => name);
}

/** @returns Requests a second. */
async function measureRate(pool: Pool, asked: Ask, count: number): Promise<number> {
  let begun = 0;
  const startedMs = performance.now();
  const work = async () => {
    while (begun < count) {
      const isNew = begun % REQUESTS_AN_ADDRESS === 0;
      begun += 1;
      if (isNew) addresses += 1;
      await ask(pool, asked, `10.0.${addresses >> 8}.${addresses & 255}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return count / ((performance.now() - startedMs) / 1_000);
}

let addresses = 0;

async function ask(pool: Pool, { path, body, status }: Ask, from: string): Promise<string> {
  const answer = await pool.request({
    path,
    method: body === undefined ? 'GET' : 'POST',
    // The site takes this machine for its proxy.
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': from },
    ...(body !== undefined && { body }),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== status) throw new Error(`${path}: ${answer.statusCode} ${text}`);
  return text;
}
