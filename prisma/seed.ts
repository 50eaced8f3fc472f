/**
 * `node --import tsx prisma/seed.ts`: what a database needs before the first process starts on it. The
 * same again changes nothing.
 *
 * @module
 */
import { v7 as createId } from 'uuid';
import { isOlderRelease, readSnapshot } from '#lib/eve/static-data/index.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import type { Env } from '#lib/server/env.ts';
import { recordChange } from '#lib/server/events.ts';
import { fromId } from '#lib/server/ids.ts';
import { replaceStaticData } from '#lib/server/import-static-data.ts';
import { lockName } from '#lib/server/locks.ts';
import { prepareProcess, refuseToStart } from '#lib/server/prepare.ts';
import { stampSite } from '#lib/server/site.ts';
import { type Tx, transact } from '#lib/server/transact.ts';

const LOAD_TIMEOUT_MS = 60_000;

const JITA_ID = 60003760;
/** The hubs that may be priced by. They are read only while a program or a rule names them. */
const HUBS = [
  {
    locationId: JITA_ID,
    name: 'Jita IV - Moon 4 - Caldari Navy Assembly Plant',
    shortName: 'Jita',
    systemId: 30000142,
    regionId: 10000002,
  },
  {
    locationId: 60008494,
    name: 'Amarr VIII (Oris) - Emperor Family Academy',
    shortName: 'Amarr',
    systemId: 30002187,
    regionId: 10000043,
  },
  {
    locationId: 60011866,
    name: 'Dodixie IX - Moon 20 - Federation Navy Assembly Plant',
    shortName: 'Dodixie',
    systemId: 30002659,
    regionId: 10000032,
  },
  {
    locationId: 60004588,
    name: 'Rens VI - Moon 8 - Brutor Tribe Treasury',
    shortName: 'Rens',
    systemId: 30002510,
    regionId: 10000030,
  },
  {
    locationId: 60005686,
    name: 'Hek VIII - Moon 12 - Boundless Creation Factory',
    shortName: 'Hek',
    systemId: 30002053,
    regionId: 10000042,
  },
];

/** The sandbox's trader: see lib/eve/sandbox/presets.ts. */
const SANDBOX_RECEIVER = {
  assigneeId: 9100000000001,
  assigneeKind: 'corporation',
  assigneeName: 'Ageira Trade Holdings',
  isOpen: true,
} as const;

/** Asteroids: ore, ice and moon ore, compressed ones too. */
const ASTEROID_CATEGORY_ID = 25;
/** Gas, compressed gas, salvage, ancient salvage. */
const ACCEPTED_GROUP_IDS = [711, 4168, 754, 966];

/** Tritanium to Morphite. */
const MINERAL_GROUP_ID = 18;
/** What the sandbox's shop has of each, out of hangars that have much more. */
const SANDBOX_STOCK_UNITS = 2_000_000n;

/** Prepare a database: its mode, the static data, the hubs, and a first program of each side. */
export async function seed(container: Container): Promise<void> {
  await stampSite(container);
  await loadStaticData(container);
  await transact(container, async (tx) => {
    await lockName(tx, 'seed');
    await createHubs(tx);
    const trader = chooseReceiver(container.env);
    await createProgram(tx, trader, container.clock());
    await createShop(tx, trader, container.clock());
  });
}

async function loadStaticData(container: Container): Promise<void> {
  const tables = await readSnapshot();
  await transact(
    container,
    async (tx) => {
      await lockName(tx, 'static-data');
      const { staticVersion } = await tx.site.findUniqueOrThrow({ where: { id: 1 } });
      // A newer export was imported since this snapshot was made.
      if (staticVersion !== null && isOlderRelease(tables.version, staticVersion)) return;
      const outcome = await replaceStaticData(tx, tables, { allowLosses: true }, container.clock());
      if (!outcome.ok || outcome.status === 'same') return;
      container.log.info({ version: tables.version, types: tables.types.length }, 'static data');
    },
    { timeoutMs: LOAD_TIMEOUT_MS },
  );
}

async function createHubs(tx: Tx): Promise<void> {
  await tx.hub.createMany({
    data: HUBS.map((hub) => ({ ...hub, locationId: fromId(hub.locationId) })),
    skipDuplicates: true,
  });
}

type Receiver = {
  readonly assigneeId: number;
  readonly assigneeKind: 'character' | 'corporation';
  readonly assigneeName: string;
  readonly isOpen: boolean;
};

/**
 * Who gets the first program's contracts. On Tranquility the owner, whose name EVE has not told yet,
 * and the program stays closed until the owner has looked at its terms. Null: nobody owns the site.
 */
function chooseReceiver({ AGEIRA_MODE, OWNER_CHARACTER_IDS }: Env): Receiver | null {
  if (AGEIRA_MODE === 'sandbox') return SANDBOX_RECEIVER;
  const [assigneeId] = OWNER_CHARACTER_IDS;
  if (assigneeId === undefined) return null;
  return {
    assigneeId,
    assigneeKind: 'character',
    assigneeName: `Character ${assigneeId}`,
    isOpen: false,
  };
}

/** Only where there is none: what the trader changed or added stays. */
async function createProgram(tx: Tx, receiver: Receiver | null, now: Date): Promise<void> {
  if (receiver === null || (await tx.program.count()) > 0) return;
  const program = await tx.program.create({
    data: {
      id: createId(),
      createdAt: now,
      name: 'Ore, ice, gas and salvage',
      side: 'buys',
      codePrefix: 'AT',
      ...receiver,
      assigneeId: fromId(receiver.assigneeId),
      locationIds: [fromId(JITA_ID)],
      acceptedCategoryIds: [ASTEROID_CATEGORY_ID],
      acceptedGroupIds: [...ACCEPTED_GROUP_IDS],
      hubId: fromId(JITA_ID),
      basisSide: 'buy',
      basisStatistic: 'top5',
      rateBp: 9_200,
      lifetimeHours: 72,
    },
  });
  await recordChange(tx, {
    entity: 'program',
    entityId: program.id,
    version: program.version,
    action: 'created',
    actorId: null,
    before: null,
    // The whole row: what a default set is a term like any other.
    after: program,
    at: now,
  });
}

/** As {@link createProgram}, of what the trader sells. Only the sandbox's shop has anything. */
async function createShop(tx: Tx, trader: Receiver | null, now: Date): Promise<void> {
  if (trader === null || (await tx.program.count({ where: { side: 'sells' } })) > 0) return;
  const program = await tx.program.create({
    data: {
      id: createId(),
      createdAt: now,
      name: 'Minerals',
      side: 'sells',
      codePrefix: 'AS',
      ...trader,
      assigneeId: fromId(trader.assigneeId),
      locationIds: [fromId(JITA_ID)],
      acceptedCategoryIds: [],
      acceptedGroupIds: [MINERAL_GROUP_ID],
      hubId: fromId(JITA_ID),
      basisSide: 'sell',
      basisStatistic: 'top5',
      rateBp: 10_000,
      lifetimeHours: 24,
    },
  });
  await recordChange(tx, {
    entity: 'program',
    entityId: program.id,
    version: program.version,
    action: 'created',
    actorId: null,
    before: null,
    after: program,
    at: now,
  });
  if (trader.isOpen) await fillShop(tx, program.id, now);
}

async function fillShop(tx: Tx, programId: string, now: Date): Promise<void> {
  const minerals = await tx.staticType.findMany({
    where: { groupId: MINERAL_GROUP_ID, published: true, marketGroupId: { not: null } },
    orderBy: { id: 'asc' },
  });
  for (const { id: typeId } of minerals) {
    const place = { programId, locationId: fromId(JITA_ID), typeId };
    const level = { quantity: SANDBOX_STOCK_UNITS, reserved: 0n };
    const { id } = await tx.stock.create({
      data: { id: createId(), ...place, ...level, updatedAt: now },
    });
    await recordChange(tx, {
      entity: 'stock',
      entityId: id,
      version: 1,
      action: 'adjusted',
      actorId: null,
      before: null,
      after: { ...level, ...place, reason: 'what the sandbox begins with' },
      at: now,
    });
  }
}

if (import.meta.filename === process.argv[1]) {
  const env = await prepareProcess('seed', 'tables');
  try {
    await using container = await createContainer(env, 'seed');
    await seed(container);
  } catch (fault) {
    refuseToStart('seed', fault, env);
  }
}
