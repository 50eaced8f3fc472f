import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { getQuoteView } from '#lib/features/quotes/get-quote-view.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { disposeAll } from '#lib/server/dispose.ts';
import { readEnv } from '#lib/server/env.ts';
import { isDatabaseAway } from '#lib/server/is-database-away.ts';
import { limit } from '#lib/server/limits.ts';
import { startContractsWorker } from '#workers/contracts/start-contracts-worker.ts';
import { expectInvariants, settlementsOf } from '#workers/testing/look.ts';
import { createStage, PILOT_ID, type Stage, TRADER_ID } from '#workers/testing/stage.ts';
import { choose, createRandom, isLongRun } from './support/choose.ts';
import { startToxicProxy, TOXICS, type Toxic, type ToxicProxy } from './support/toxic-proxy.ts';

/** Poor, but every byte arrives: the work is done all the same. */
const GENTLE: ReadonlySet<Toxic> = new Set(['latency', 'bandwidth', 'slicer', 'slow-close']);
const LINKS = [
  'worker–PostgreSQL',
  'worker–Redis',
  'worker–ESI',
  'web–PostgreSQL',
  'web–Redis',
] as const;
const CASES = LINKS.flatMap((link) => TOXICS.map((toxic) => ({ link, toxic })));
/** The bar is 5 s; a loaded machine gets more. */
const HEALED_WITHIN_MS = 15_000;
/** What a person waits for at most before being told. */
const PATIENCE_MS = 5_500;
const PUBLIC = { viewer: null, claimHash: null };

let stage: Stage;
let accountId: string;
let web: Container;
let ending: AsyncDisposable;
let proxies: Record<(typeof LINKS)[number], ToxicProxy>;

beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(PILOT_ID);
  const random = createRandom(inject('seed'));
  const { DATABASE_URL, REDIS_URL } = stage.container.env;
  proxies = {
    'worker–PostgreSQL': await startToxicProxy(DATABASE_URL, random),
    'worker–Redis': await startToxicProxy(REDIS_URL, random),
    'worker–ESI': await startToxicProxy(stage.esi.url, random),
    'web–PostgreSQL': await startToxicProxy(DATABASE_URL, random),
    'web–Redis': await startToxicProxy(REDIS_URL, random),
  };
  const options = { clock: stage.now, log: stage.container.log };
  const open = (name: string, changes: Record<string, string>) =>
    createContainer(readEnv({ ...stage.variables, ...changes }), name, options);
  const worker = await open('contracts', {
    DATABASE_URL: proxies['worker–PostgreSQL'].url,
    REDIS_URL: proxies['worker–Redis'].url,
    EVE_ESI_URL: proxies['worker–ESI'].url,
  });
  const site = await open('web', {
    DATABASE_URL: proxies['web–PostgreSQL'].url,
    REDIS_URL: proxies['web–Redis'].url,
  });
  web = site;
  const parts = startContractsWorker(worker, { ...pollFeedJob, lockMs: 1_000 });
  ending = disposeAll([stage, ...Object.values(proxies), site, worker, ...parts]);
});
afterAll(() => ending?.[Symbol.asyncDispose]());

describe('F22 a bad link', () => {
  test.each(choose(CASES, 4))('$link: $toxic', async ({ link, toxic }) => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    const proxy = proxies[link];
    proxy.poison(toxic);
    try {
      if (link === 'web–PostgreSQL') await lookAt(code, toxic);
      if (link === 'web–Redis') await lookWithoutLimits(code);
      await stage.act(contractId, 'accept', TRADER_ID);
      stage.later(20_000);
      const isDone = async () => (await stage.state(code)) === 'completed';
      if (link.startsWith('worker')) {
        await expect
          .poll(async () => proxy.struck() > 1 && (!GENTLE.has(toxic) || (await isDone())), {
            timeout: 2 * HEALED_WITHIN_MS,
          })
          .toBe(true);
      }
      proxy.heal();
      const healedAtMs = performance.now();
      // EVE is asked again only after a wait, which grows with each failure.
      stage.later(60_000);
      await expect.poll(isDone, { timeout: HEALED_WITHIN_MS }).toBe(true);
      expect(await settlementsOf(stage, id)).toHaveLength(1);
      await expect
        .poll(() => getQuoteView(web, code, PUBLIC).then((found) => found?.view.state, isAway), {
          timeout: HEALED_WITHIN_MS,
        })
        .toBe('completed');
      await expect.poll(mayWrite, { timeout: HEALED_WITHIN_MS }).toBe(true);
      tell(`${link}: ${toxic} healed in ${Math.round(performance.now() - healedAtMs)} ms`);
    } finally {
      proxy.heal();
    }
  });

  test('leaves all that must hold as it is', async () => {
    await expectInvariants(stage);
  });
});

/** A page is right, or says in time that the database is away. */
async function lookAt(code: string, toxic: Toxic): Promise<void> {
  const startMs = performance.now();
  const seen = await getQuoteView(web, code, PUBLIC).then((found) => found?.view.state, isAway);
  // Several questions one after the other make a page.
  expect(performance.now() - startMs).toBeLessThan(2 * PATIENCE_MS);
  expect(seen).toBe(GENTLE.has(toxic) ? 'open' : 'away');
  expect(proxies['web–PostgreSQL'].struck()).toBeGreaterThan(0);
}

/** Without its counts the site still shows everything, and says no to a write in time. */
async function lookWithoutLimits(code: string): Promise<void> {
  const startMs = performance.now();
  await mayWrite();
  expect(performance.now() - startMs).toBeLessThan(PATIENCE_MS);
  const seen = await getQuoteView(web, code, PUBLIC).then((found) => found?.view.state, isAway);
  expect(seen).toBe('open');
  expect(proxies['web–Redis'].struck()).toBeGreaterThan(0);
}

async function mayWrite(): Promise<boolean> {
  const budget = { name: 'links', points: 1_000, durationS: 60 };
  return (await limit(web, budget, 'a visitor')).ok;
}

function tell(text: string): void {
  if (isLongRun) process.stdout.write(`${text}\n`);
}

function isAway(error: unknown): string {
  return isDatabaseAway(error) ? 'away' : String(error);
}
