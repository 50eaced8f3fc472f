import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTradeSite, JITA, type TradeSite, VELDSPAR } from '#tests/support/trade-site.ts';
import { readHealth } from './health.ts';
import { HOPELESS_DEATHS, noteDeaths } from './worker-deaths.ts';

const MINUTE_MS = 60_000;

let site: TradeSite;
let now: Date;
beforeAll(async () => {
  site = await createTradeSite();
  now = site.now();
});
afterAll(() => site?.[Symbol.asyncDispose]());

test('a site that has just been prepared is well: its first looks are still to come', async () => {
  await setFeed({ nextPollAt: now, lastRunAt: null, lastCompleteAt: null, lastOutcome: null });

  expect(await readHealth(site.container)).toEqual({
    status: 'ok',
    database: true,
    redis: true,
    failingWorkers: [],
    pricesAsOf: null,
    contractsAsOf: null,
  });
});

test('a list that nobody has looked at for half an hour is behind, though it was never read', async () => {
  await setFeed({
    nextPollAt: before(31),
    lastRunAt: null,
    lastCompleteAt: null,
    lastOutcome: null,
  });

  expect(await readHealth(site.container)).toMatchObject({ status: 'degraded' });
});

test('a list whose only looks failed is behind at once', async () => {
  await setFeed({
    nextPollAt: now,
    lastRunAt: before(1),
    lastCompleteAt: null,
    lastOutcome: 'dead-token',
  });

  expect(await readHealth(site.container)).toMatchObject({ status: 'degraded' });
});

test('one list that was never read is not hidden by another that was', async () => {
  await setFeed({ lastRunAt: before(1), lastCompleteAt: before(1), lastOutcome: 'complete' });
  await site.container.db.contractFeed.create({
    data: {
      id: '0193b0f0-0000-7000-8000-000000000001',
      kind: 'character',
      ownerId: 9000000000002n,
      ownerName: 'Ilya Torvanen',
      characterId: 9000000000002n,
      lastRunAt: before(1),
      lastOutcome: 'dead-token',
    },
  });

  expect(await readHealth(site.container)).toMatchObject({
    status: 'degraded',
    contractsAsOf: null,
  });
  await site.container.db.contractFeed.delete({
    where: { id: '0193b0f0-0000-7000-8000-000000000001' },
  });
});

test('fresh readings are well, old prices are not', async () => {
  await setFeed({ lastRunAt: before(1), lastCompleteAt: before(1), lastOutcome: 'complete' });
  await site.setPrice(VELDSPAR, 1_400n, 1_600n, before(2));
  expect(await readHealth(site.container)).toMatchObject({
    status: 'ok',
    pricesAsOf: before(2).toISOString(),
    contractsAsOf: before(1).toISOString(),
  });

  await site.setPrice(VELDSPAR, 1_400n, 1_600n, before(31));
  expect(await readHealth(site.container)).toMatchObject({ status: 'degraded' });
});

test('a market that EVE has never answered for is behind', async () => {
  await setFeed({ lastRunAt: before(1), lastCompleteAt: before(1), lastOutcome: 'complete' });
  await site.container.db.price.deleteMany();
  await site.container.db.hub.update({
    where: { locationId: BigInt(JITA) },
    data: { lastRunAt: before(1), lastOutcome: 'partial' },
  });

  expect(await readHealth(site.container)).toMatchObject({ status: 'degraded', pricesAsOf: null });
});

test('a worker that cannot start is named, and forgotten once it lives', async () => {
  const { redis } = site.container;
  await noteDeaths(redis, 'market', HOPELESS_DEATHS - 1);
  expect((await readHealth(site.container)).failingWorkers).toEqual([]);
  await noteDeaths(redis, 'market', HOPELESS_DEATHS);
  expect(await readHealth(site.container)).toMatchObject({
    status: 'degraded',
    failingWorkers: ['market'],
  });
  await noteDeaths(redis, 'market', 0);
  expect((await readHealth(site.container)).failingWorkers).toEqual([]);
});

function before(minutes: number): Date {
  return new Date(now.getTime() - minutes * MINUTE_MS);
}

async function setFeed(data: {
  nextPollAt?: Date;
  lastRunAt: Date | null;
  lastCompleteAt: Date | null;
  lastOutcome: string | null;
}): Promise<void> {
  await site.container.db.contractFeed.update({ where: { id: site.feedId }, data });
}
