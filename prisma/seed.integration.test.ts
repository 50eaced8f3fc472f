import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Container, createContainer } from '#lib/server/container.ts';
import type { Env } from '#lib/server/env.ts';
import { createLog } from '#lib/server/log.ts';
import { testEnv } from '#lib/server/testing/test-env.ts';
import { createTestDatabase, createTestRedis } from '#tests/support/services.ts';
import { seed } from './seed.ts';

const OWNER_ID = 95_465_499;
const log = createLog({ name: 'test', level: 'silent' });

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let redis: Awaited<ReturnType<typeof createTestRedis>>;
let container: Container & AsyncDisposable;
beforeAll(async () => {
  database = await createTestDatabase();
  redis = await createTestRedis();
  container = await open({ OWNER_CHARACTER_IDS: [OWNER_ID] });
});
afterAll(async () => {
  await container?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

describe('the first seed of a real site', () => {
  test('makes no program while nobody is named as its owner', async () => {
    await using ownerless = await open({ OWNER_CHARACTER_IDS: [] });
    await seed(ownerless);

    expect(await container.db.program.count()).toBe(0);
  });

  test('makes closed programs of both sides for its owner to look at and open', async () => {
    await seed(container);

    const closed = { assigneeId: BigInt(OWNER_ID), assigneeKind: 'character', isOpen: false };
    expect(await container.db.program.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
      { ...closed, side: 'buys', rateBp: 9_200 },
      { ...closed, side: 'sells', rateBp: 10_000 },
    ]);
    expect(await container.db.stock.count()).toBe(0);
  });

  test('and the next one changes nothing of what the trader made of it', async () => {
    await container.db.program.updateMany({ data: { rateBp: 8_800, isOpen: true } });
    await seed(container);

    const changed = { isOpen: true, rateBp: 8_800 };
    expect(await container.db.program.findMany()).toMatchObject([changed, changed]);
  });
});

test('the five hubs are there to be chosen, each where the static data has it', async () => {
  await seed(container);

  const hubs = await container.db.hub.findMany({ orderBy: { shortName: 'asc' } });
  expect(hubs.map(({ shortName }) => shortName)).toEqual([
    'Amarr',
    'Dodixie',
    'Hek',
    'Jita',
    'Rens',
  ]);
  for (const { locationId, name, systemId, regionId } of hubs) {
    const station = await container.db.staticStation.findUniqueOrThrow({
      where: { id: locationId },
    });
    expect({ name, systemId, regionId }).toEqual({
      name: station.name,
      systemId: station.systemId,
      regionId: station.regionId,
    });
  }
});

describe('static data', () => {
  test.each([
    { loaded: 'sde-9999999-0a1b2c3d', what: 'of a newer import stay', stays: true },
    { loaded: 'sde-9999999-0a1b2c3d+4e5f6a7b', what: 'kept beside one stay', stays: true },
    { loaded: 'sde-1.0.0-0a1b2c3d', what: 'of another snapshot are replaced', stays: false },
  ])('$what', async ({ loaded, stays }) => {
    await seed(container);
    await container.db.site.updateMany({ data: { staticVersion: loaded } });
    await seed(container);

    const site = await container.db.site.findUniqueOrThrow({ where: { id: 1 } });
    expect(site.staticVersion === loaded).toBe(stays);
  });
});

function open(owner: Pick<Env, 'OWNER_CHARACTER_IDS'>): Promise<Container & AsyncDisposable> {
  const env = testEnv({ databaseUrl: database.url, redisUrl: redis.url });
  return createContainer({ ...env, ...owner, AGEIRA_MODE: 'tranquility' }, 'test', { log });
}
