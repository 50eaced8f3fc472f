import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTradeSite, JITA, type TradeSite, VELDSPAR } from '#tests/support/trade-site.ts';
import { createFullNotice } from './disk-full.ts';
import { HOPELESS_DEATHS, noteDeaths } from './fleet/worker-deaths.ts';
import { readHealth } from './health.ts';

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
    troubles: [],
    database: true,
    redis: true,
    failingWorkers: [],
    pricesAsOf: null,
    contractsAsOf: null,
  });
});

test('a list that is due for minutes, and nobody looks, is behind, whether it was ever read or not', async () => {
  const never = { lastRunAt: null, lastCompleteAt: null, lastOutcome: null };
  await setFeed({ nextPollAt: before(4), ...never });
  expect(await readHealth(site.container)).toMatchObject({ status: 'ok' });

  const LATE = { status: 'degraded', troubles: ['contracts-late'] };
  await setFeed({ nextPollAt: before(6), ...never });
  expect(await readHealth(site.container)).toMatchObject({ ...LATE, contractsAsOf: null });

  const read = { lastRunAt: before(7), lastCompleteAt: before(7), lastOutcome: 'complete' };
  await setFeed({ nextPollAt: before(6), ...read });
  expect(await readHealth(site.container)).toMatchObject(LATE);
});

test('quotes that nobody could see a contract for are no good health', async () => {
  const { db } = site.container;
  await db.contractFeed.update({ where: { id: site.feedId }, data: { isActive: false } });
  expect(await readHealth(site.container)).toMatchObject({
    status: 'degraded',
    troubles: ['no-contract-list'],
    contractsAsOf: null,
  });

  await db.program.updateMany({ data: { isOpen: false } });
  expect(await readHealth(site.container)).toMatchObject({ status: 'ok' });
  await db.program.updateMany({ data: { isOpen: true } });
  await db.contractFeed.update({ where: { id: site.feedId }, data: { isActive: true } });
});

test('a list that EVE no longer lets us read is told at once, however new what we have is', async () => {
  await setFeed({
    nextPollAt: now,
    lastRunAt: before(1),
    lastCompleteAt: before(2),
    lastOutcome: 'dead-token',
  });
  expect(await readHealth(site.container)).toMatchObject({
    status: 'degraded',
    troubles: ['contracts-refused'],
  });

  await setFeed({ lastRunAt: before(1), lastCompleteAt: before(2), lastOutcome: 'unreachable' });
  expect(await readHealth(site.container)).toMatchObject({ status: 'ok' });
});

test('a disk that a process found full is told', async () => {
  const { redis, log } = site.container;
  createFullNotice({ redis, log })();
  await expect
    .poll(() => readHealth(site.container))
    .toMatchObject({ status: 'degraded', troubles: ['disk-full'] });
  await redis.flushdb();
});

test('a list whose only looks failed is behind at once', async () => {
  await setFeed({
    nextPollAt: now,
    lastRunAt: before(1),
    lastCompleteAt: null,
    lastOutcome: 'unreachable',
  });

  expect(await readHealth(site.container)).toMatchObject({
    status: 'degraded',
    troubles: ['contracts-unread'],
  });
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
  expect(await readHealth(site.container)).toMatchObject({
    status: 'degraded',
    troubles: ['prices-old'],
  });
});

test('a market that EVE has never answered for is behind', async () => {
  await setFeed({ lastRunAt: before(1), lastCompleteAt: before(1), lastOutcome: 'complete' });
  await site.container.db.price.deleteMany();
  await site.container.db.hub.update({
    where: { locationId: BigInt(JITA) },
    data: { lastRunAt: before(1), lastOutcome: 'partial' },
  });

  expect(await readHealth(site.container)).toMatchObject({
    status: 'degraded',
    troubles: ['prices-unread'],
    pricesAsOf: null,
  });
});

test('a worker that cannot start is named, and forgotten once it lives', async () => {
  const { redis } = site.container;
  await noteDeaths(redis, 'market', HOPELESS_DEATHS - 1);
  expect((await readHealth(site.container)).failingWorkers).toEqual([]);
  await noteDeaths(redis, 'market', HOPELESS_DEATHS);
  expect(await readHealth(site.container)).toMatchObject({
    status: 'degraded',
    troubles: expect.arrayContaining(['worker-failing']),
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
