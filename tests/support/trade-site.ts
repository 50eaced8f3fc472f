/**
 * A site as the seed leaves it, on a database and a Redis of its own: static data, one hub with
 * prices, one program, one feed. Time stands still until a test moves it.
 *
 * @module
 */
import { v7 as createId } from 'uuid';
import { readSnapshot } from '#lib/eve/static-data/index.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { storeStaticTables } from '#lib/server/static-tables.ts';
import { testEnv } from '#lib/server/testing/test-env.ts';
import type { ViewerCharacter } from '#lib/server/viewer.ts';
import { createTestDatabase, createTestRedis } from './services.ts';

export const JITA = 60003760;
export const AMARR = 60008494;
export const TRADER_CORPORATION = 9100000000001;
export const VELDSPAR = 1230;
export const SCORDITE = 1228;
export const PLEX = 44992;
const ASTEROIDS = 25;

export type TradeSite = AsyncDisposable & {
  readonly container: Container;
  readonly programId: string;
  readonly feedId: string;
  /** The site's clock. */
  now(): Date;
  moveTo(now: Date): void;
  /** Set the 5 % buy and sell price of a type at Jita, in hundredths of ISK, with a book of this moment. */
  setPrice(
    typeId: number,
    buy: bigint | null,
    sell: bigint | null,
    bookAt?: Date,
    hubId?: number,
  ): Promise<void>;
  /** Have Amarr, too, as the seed does: nothing is read there until a program or a rule names it. */
  addAmarr(): Promise<void>;
  /** Make an account with one character. */
  addPilot(characterId: number, name: string, role?: Role): Promise<Pilot>;
};
export type Role = 'owner' | 'manager' | 'trader' | 'viewer' | 'member';
export type Pilot = {
  readonly accountId: string;
  readonly role: Role;
  readonly characterId: number;
  readonly characterName: string;
  readonly characters: readonly ViewerCharacter[];
  readonly sessionId: string;
};

const START = new Date('2026-11-20T10:00:00.000Z');

/** Bring a site up; disposing of it drops its database. */
export async function createTradeSite(): Promise<TradeSite> {
  const database = await createTestDatabase();
  const redis = await createTestRedis();
  let now = START;
  const container = await createContainer(
    testEnv({ databaseUrl: database.url, redisUrl: redis.url }),
    'test',
    {
      clock: () => now,
    },
  );
  const { programId, feedId } = await seed(container);

  return {
    container,
    programId,
    feedId,
    now: () => now,
    moveTo(moment) {
      now = moment;
    },
    async setPrice(typeId, buy, sell, bookAt = now, hubId = JITA) {
      const price = {
        buyBest: buy,
        buyTop5: buy,
        sellBest: sell,
        sellTop5: sell,
        buyVolume: buy === null ? 0n : 1_000_000n,
        sellVolume: sell === null ? 0n : 1_000_000n,
        buyOrders: buy === null ? 0 : 3,
        sellOrders: sell === null ? 0 : 3,
        bookAt,
        fetchedAt: bookAt,
        expiresAt: new Date(bookAt.getTime() + 300_000),
      };
      const key = { hubId: BigInt(hubId), typeId };
      await container.db.price.upsert({
        where: { hubId_typeId: key },
        create: { ...key, ...price },
        update: price,
      });
    },
    async addAmarr() {
      await container.db.hub.create({
        data: {
          locationId: BigInt(AMARR),
          name: 'Amarr VIII (Oris) - Emperor Family Academy',
          shortName: 'Amarr',
          systemId: 30002187,
          regionId: 10000043,
          nextPollAt: new Date(START.getTime() - 86_400_000),
        },
      });
    },
    async addPilot(characterId, name, role = 'member') {
      const accountId = createId();
      await container.db.account.create({
        data: {
          id: accountId,
          role,
          mainCharacterId: BigInt(characterId),
          characters: { create: { id: BigInt(characterId), name, ownerHash: `hash ${name}` } },
        },
      });
      const characters = [{ characterId, name, ownerChangedAt: null }];
      return { accountId, role, characterId, characterName: name, characters, sessionId: '' };
    },
    async [Symbol.asyncDispose]() {
      await container[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function seed(container: Container): Promise<{ programId: string; feedId: string }> {
  const { db } = container;
  const programId = createId();
  const feedId = createId();
  await db.site.create({ data: { id: 1, mode: 'sandbox' } });
  const tables = await readSnapshot();
  await db.$transaction((tx) => storeStaticTables(tx, tables), { timeout: 60_000 });
  await db.hub.create({
    data: {
      locationId: BigInt(JITA),
      name: 'Jita IV - Moon 4 - Caldari Navy Assembly Plant',
      shortName: 'Jita',
      systemId: 30000142,
      regionId: 10000002,
      nextPollAt: new Date(START.getTime() + 120_000),
    },
  });
  await db.program.create({
    data: {
      id: programId,
      name: 'Ore, ice, gas and salvage',
      side: 'buys',
      codePrefix: 'AT',
      assigneeId: BigInt(TRADER_CORPORATION),
      assigneeKind: 'corporation',
      assigneeName: 'Ageira Trade Holdings',
      locationIds: [BigInt(JITA)],
      acceptedCategoryIds: [ASTEROIDS],
      acceptedGroupIds: [],
      hubId: BigInt(JITA),
      basisSide: 'buy',
      basisStatistic: 'top5',
      rateBp: 9_200,
      lifetimeHours: 72,
    },
  });
  await db.contractFeed.create({
    data: {
      id: feedId,
      kind: 'corporation',
      ownerId: BigInt(TRADER_CORPORATION),
      ownerName: 'Ageira Trade Holdings',
      characterId: 9000000000001n,
    },
  });
  return { programId, feedId };
}
