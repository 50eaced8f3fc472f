import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import type { Container } from '#lib/server/container.ts';
import { disposeAll } from '#lib/server/dispose.ts';
import { readHealth } from '#lib/server/health.ts';
import { isDatabaseAway } from '#lib/server/is-database-away.ts';
import { startContractsWorker } from '#workers/contracts/start-contracts-worker.ts';
import { expectInvariants, settlementsOf } from '#workers/testing/look.ts';
import { createStage, PILOT_ID, type Stage, TRADER_ID } from '#workers/testing/stage.ts';
import { openSite } from './support/ask-site.ts';
import { strike } from './support/nemesis.ts';
import { settleDown } from './support/settle-down.ts';

const NEVER = new AbortController().signal;
const HEALED_WITHIN_MS = 5_000;

let stage: Stage;
let accountId: string;
beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(PILOT_ID);
});
afterAll(async () => {
  await strike('postgres', 'wake');
  await stage?.[Symbol.asyncDispose]();
});

describe('F5 the database restarted at once, in the middle of', () => {
  test.each(['contracts stored', 'items stored', 'quote settled'])(
    '"%s": nothing is half written, and the pool heals',
    async (moment) => {
      const { id, code } = await stage.quote({ accountId });
      await stage.act(await stage.contract(code), 'accept', TRADER_ID);
      stage.later(20_000);
      let isStruck = false;
      const failed = await poll({
        ...stage.container,
        checkpoint: async (name) => {
          if (isStruck || name !== moment) return;
          isStruck = true;
          await strike('postgres', 'quit');
        },
      });
      expect(isStruck).toBe(true);
      // What fails outside the walk itself is told and left for later.
      if (failed) expect(isDatabaseAway(failed)).toBe(true);
      expect(await readHealth(stage.container)).toMatchObject({ status: 'down', database: false });
      const refused = await stage.state(code).catch((error: unknown) => error);
      expect(isDatabaseAway(refused)).toBe(true);

      await strike('postgres', 'start');
      await expect
        .poll(() => stage.state(code).catch(() => 'away'), { timeout: HEALED_WITHIN_MS })
        .toBe('open');
      expect(await settlementsOf(stage, id)).toEqual([]);
      stage.later(20_000);
      await settleDown(stage, async () => (await stage.state(code)) === 'completed');
      expect(await settlementsOf(stage, id)).toHaveLength(1);
    },
  );
});

describe('F5 a database that is away for longer than a job is tried', () => {
  test('leaves no list unread: it goes on as soon as the database is back', async () => {
    const { code } = await stage.quote({ accountId });
    await stage.act(await stage.contract(code), 'accept', TRADER_ID);
    stage.later(20_000);
    let isStruck = false;
    const struck = async (): Promise<void> => {
      if (isStruck) return;
      isStruck = true;
      await strike('postgres', 'quit');
    };
    await using _worker = disposeAll(
      startContractsWorker({ ...stage.container, checkpoint: struck }),
    );
    await expect.poll(timesTried, { timeout: 30_000 }).toBeGreaterThan(pollFeedJob.attempts);
    await strike('postgres', 'start');
    await expect
      .poll(() => stage.state(code).catch(() => 'away'), { timeout: HEALED_WITHIN_MS })
      .toBe('completed');
  });
});

describe('F6 a database that is frozen', () => {
  test('is given up within five seconds, and used again when it wakes', async () => {
    const { code } = await stage.quote({ accountId });
    await using web = await createWebContainer();
    await using site = await openSite(web);
    const look = () => site.ask(`/api/v1/quotes/${code}`);
    expect((await look()).response.status).toBe(200);
    await strike('postgres', 'freeze');
    const [quote, health] = await Promise.all([look(), site.ask('/api/health')]);
    expect(quote.response.status).toBe(503);
    expect(Number(quote.response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(quote.body).toMatchObject({ detail: expect.stringContaining('database') });
    expect(quote.tookMs).toBeLessThan(5_500);
    expect(health.response.status).toBe(503);
    expect(health.body).toMatchObject({ database: false, redis: true });
    const startMs = performance.now();
    const refused = await web.pool
      .query('select state from quote where code = $1', [code])
      .catch((error: unknown) => error);
    expect(performance.now() - startMs).toBeLessThan(5_500);
    expect(isDatabaseAway(refused)).toBe(true);
    await strike('postgres', 'wake');
    await expect
      .poll(async () => (await look()).response.status, { timeout: HEALED_WITHIN_MS })
      .toBe(200);
    expect(await stage.state(code)).toBe('open');
  });
});

describe('afterwards', () => {
  test('all that must hold does', async () => {
    await expectInvariants(stage);
  });
});

/** How often the feed's job was begun, as its queue counts. */
async function timesTried(): Promise<number> {
  const { redis } = stage.container;
  const keys = await redis.keys(`ageira:${pollFeedJob.queue}:*.*.*`);
  const counts = await Promise.all(keys.map((key) => redis.hget(key, 'ats').catch(() => null)));
  return Math.max(0, ...counts.map(Number));
}

/** @returns What it failed with, if it did. */
async function poll(container: Container): Promise<unknown> {
  const { id: feedId } = await stage.container.db.contractFeed.findFirstOrThrow();
  return pollFeed(container, { feedId }, NEVER).then(
    () => null,
    (error: unknown) => error,
  );
}

async function createWebContainer() {
  const { createContainer } = await import('#lib/server/container.ts');
  return createContainer(stage.container.env, 'web', { log: stage.container.log });
}
