import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import * as z from 'zod';
import { startStorySite } from '#bin/setup/story-site.ts';
import { startTestServices } from '#bin/setup/test-services.ts';
import { readSnapshot } from '#lib/eve/static-data/index.ts';
import { ROOT } from '../support/bench-site.ts';
import type { Figure } from '../support/figure.ts';
import { median, spreadOf } from '../support/rounds.ts';

const LEAST_APPRAISALS = 300;
const LINES = 50;
const AT_ONCE = 16;
const REQUESTS = { tiny: 20, full: 2_000 } as const;
/** Below what the API gives one address in a minute. */
const REQUESTS_AN_ADDRESS = 100;
const PRICED_AFTER_MS = 300_000;
const ORE_CATEGORY = 25;

const countsSchema = z.object({ counts: z.object({ bought: z.int() }) });

type Ask = { readonly path: string; readonly body?: string; readonly status: number };

/** The API of the production build, its front and its limits included, asked from many addresses. */
export const api: Figure = {
  name: 'api',
  title: `an appraisal of ${LINES} lines through the JSON API, ${AT_ONCE} at once`,
  async measure({ size, rounds, say }) {
    await using services = await startTestServices(ROOT, say);
    const signal = AbortSignal.timeout(3_600_000);
    await using site = await startStorySite(ROOT, { services, signal, say });
    const pool = new Pool(site.variables.STORY_SITE_URL ?? '', { connections: AT_ONCE });
    try {
      const body = JSON.stringify({ text: await writePaste() });
      await waitForPrices(pool, body);
      const appraisal: Ask = { path: '/api/v1/appraisals', body, status: 200 };
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

async function writePaste(): Promise<string> {
  const { groups, types } = await readSnapshot();
  const ores = new Set(
    groups.filter(({ categoryId }) => categoryId === ORE_CATEGORY).map(({ id }) => id),
  );
  const traded = types.filter(
    ({ groupId, published, marketGroupId }) =>
      published && marketGroupId !== null && ores.has(groupId),
  );
  const lines = traded.slice(0, LINES).map(({ names }, at) => `${names.en}\t${(at + 1) * 1_000}`);
  if (lines.length < LINES) throw new Error(`Only ${lines.length} ores are known`);
  return lines.join('\n');
}

/** A new site has read no books yet. */
async function waitForPrices(pool: Pool, body: string): Promise<void> {
  const end = performance.now() + PRICED_AFTER_MS;
  let bought = 0;
  // Some of them nobody wants at the moment.
  while (bought < LINES / 2) {
    if (performance.now() > end) throw new Error(`Only ${bought} of ${LINES} lines have a price`);
    await sleep(1_000);
    const text = await ask(pool, { path: '/api/v1/appraisals', body, status: 200 }, '10.9.9.9');
    bought = countsSchema.parse(JSON.parse(text)).counts.bought;
  }
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
    // The story site takes this machine for its proxy.
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': from },
    ...(body !== undefined && { body }),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== status) throw new Error(`${path}: ${answer.statusCode} ${text}`);
  return text;
}
