import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { feedStatusFor } from '#lib/features/contracts/feed-status.ts';
import { pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { getQuoteView } from '#lib/features/quotes/get-quote-view.ts';
import { disposeAll } from '#lib/server/dispose.ts';
import { readHealth } from '#lib/server/health.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, type Budget, spend } from '#lib/server/request-limits.ts';
import { startContractsWorker } from '#workers/contracts/start-contracts-worker.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import {
  createStage,
  PILOT_ID,
  type Stage,
  TRADER_CORPORATION_ID,
  TRADER_ID,
} from '#workers/testing/stage.ts';
import { openSite, type Site } from './support/ask-site.ts';
import { strike } from './support/nemesis.ts';

/** Given to somebody who is not signed in and has no quotes. */
const PUBLIC = { viewer: null, claimHash: null };

let stage: Stage;
let accountId: string;
let worker: AsyncDisposable;
let site: Site;
beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(PILOT_ID);
  site = await openSite(stage.container);
  worker = disposeAll(startContractsWorker(stage.container, { ...pollFeedJob, lockMs: 1_000 }));
});
afterAll(async () => {
  await strike('redis', 'wake');
  await worker?.[Symbol.asyncDispose]();
  await site?.[Symbol.asyncDispose]();
  await stage?.[Symbol.asyncDispose]();
});

describe('while Redis is away', () => {
  test.each([
    { name: 'F1 killed, and back with its file', away: ['kill'], back: ['start'], withinMs: 8_000 },
    {
      name: 'F2 killed, and back with nothing',
      away: ['kill', 'empty'],
      back: ['start'],
      withinMs: 30_000,
    },
    {
      name: 'F3 frozen for longer than a lock',
      away: ['freeze'],
      back: ['wake'],
      withinMs: 15_000,
    },
  ] as const)('$name: pages answer, and the work goes on after it', async (fault) => {
    const { code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await strike('redis', ...fault.away);
    stage.later(20_000);
    expect((await getQuoteView(stage.container, code, PUBLIC))?.view.code).toBe(code);
    expect((await site.ask(`/api/v1/quotes/${code}`)).response.status).toBe(200);
    expect((await site.ask('/api/health')).response.status).toBe(503);
    expect(await feedStatusFor(stage.container, TRADER_CORPORATION_ID, stage.now())).toMatchObject({
      isRead: true,
    });
    expect(await readHealth(stage.container)).toMatchObject({
      status: 'down',
      redis: false,
      database: true,
    });
    await strike('redis', ...fault.back);
    stage.later(20_000);
    await stage.act(contractId, 'accept', TRADER_ID);
    await expect.poll(() => stage.state(code), { timeout: fault.withinMs }).toBe('completed');
    await expect.poll(async () => (await readHealth(stage.container)).redis).toBe(true);
  });

  test.each([
    {
      name: 'has no memory left',
      trouble: 'redis-unwritable',
      break: [['config', 'set', 'maxmemory', '1']],
      mend: [['config', 'set', 'maxmemory', '0']],
    },
    {
      name: 'is READONLY',
      trouble: 'redis-unwritable',
      break: [['replicaof', '127.0.0.1', '1']],
      mend: [['replicaof', 'no', 'one']],
    },
    {
      name: 'is a copy that has lost its primary',
      trouble: 'redis-away',
      break: [
        ['config', 'set', 'replica-serve-stale-data', 'no'],
        ['replicaof', '127.0.0.1', '1'],
      ],
      mend: [
        ['replicaof', 'no', 'one'],
        ['config', 'set', 'replica-serve-stale-data', 'yes'],
      ],
    },
  ])(
    'F4 Redis $name: health says so, what writes is refused, pages answer, and the work goes on',
    async (fault) => {
      const { code } = await stage.quote({ accountId });
      await stage.act(await stage.contract(code), 'accept', TRADER_ID);
      await using redis = await connect();
      await redis.tell(fault.break);
      stage.later(20_000);
      expect((await site.ask(`/api/v1/quotes/${code}`)).response.status).toBe(200);
      expect(await site.ask('/api/health')).toMatchObject({
        response: { status: 503 },
        body: { status: 'down', redis: false, database: true, troubles: [fault.trouble] },
      });
      expect(await spendOf(BUDGETS.signIns)).toBe(503);
      expect(await spendOf(BUDGETS.quotes)).toBe(503);
      expect(await spendOf(BUDGETS.appraisals)).toBeNull();
      await redis.tell(fault.mend);
      await expect.poll(async () => (await readHealth(stage.container)).redis).toBe(true);
      await expect.poll(() => spendOf(BUDGETS.quotes), { timeout: 5_000 }).toBeNull();
      await expect.poll(() => stage.state(code), { timeout: 10_000 }).toBe('completed');
    },
  );

  test('and after it all that must hold does', async () => {
    await expectInvariants(stage);
  });
});

/** What somebody is told who asks for something with such a budget; null: nothing, it is done. */
async function spendOf(budget: Budget): Promise<number | null> {
  try {
    await spend(stage.container, budget, { address: '192.0.2.1' });
    return null;
  } catch (error) {
    if (error instanceof HttpError) return error.problem.status;
    throw error;
  }
}

async function connect() {
  const redis = new Redis(inject('redisUrl'));
  return {
    async tell(commands: string[][]) {
      for (const [name = '', ...rest] of commands) await redis.call(name, ...rest);
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect();
    },
  };
}
