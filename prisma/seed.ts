/**
 * `node --import tsx prisma/seed.ts`: what a database needs before the first process starts on it. The
 * same again changes nothing.
 *
 * @module
 */
import { v7 as createId } from 'uuid';
import { readSnapshot } from '#lib/eve/static-data/index.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { EnvError, readEnv } from '#lib/server/env.ts';
import { recordChange } from '#lib/server/events.ts';
import { fromId } from '#lib/server/ids.ts';
import { lockName } from '#lib/server/locks.ts';
import { SiteError, stampSite } from '#lib/server/site.ts';
import { storeStaticData } from '#lib/server/static-data.ts';
import { type Tx, transact } from '#lib/server/transact.ts';

const LOAD_TIMEOUT_MS = 60_000;

const JITA = {
  locationId: 60003760,
  name: 'Jita IV - Moon 4 - Caldari Navy Assembly Plant',
  shortName: 'Jita',
  systemId: 30000142,
  regionId: 10000002,
};

/** The sandbox's trader: see lib/eve/sandbox/presets.ts. */
const SANDBOX_TRADER = { corporationId: 9100000000001, name: 'Ageira Trade Holdings' };

/** Asteroids: ore, ice and moon ore, compressed ones too. */
const ASTEROID_CATEGORY_ID = 25;
/** Gas, compressed gas, salvage, ancient salvage. */
const ACCEPTED_GROUP_IDS = [711, 4168, 754, 966];

/** Prepare a database: its mode, the static data, Jita, and in the sandbox a program. */
export async function seed(container: Container): Promise<void> {
  await stampSite(container);
  await loadStaticData(container);
  await transact(container, async (tx) => {
    await lockName(tx, 'seed');
    await createHub(tx);
    if (container.env.AGEIRA_MODE === 'sandbox') await createProgram(tx, container.clock());
  });
}

async function loadStaticData(container: Container): Promise<void> {
  const tables = await readSnapshot();
  await transact(
    container,
    async (tx) => {
      await lockName(tx, 'static-data');
      const site = await tx.site.findUniqueOrThrow({ where: { id: 1 } });
      if (site.staticVersion === tables.version) return;
      await storeStaticData(tx, tables);
      container.log.info({ version: tables.version, types: tables.types.length }, 'static data');
    },
    { timeoutMs: LOAD_TIMEOUT_MS },
  );
}

async function createHub(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    insert into hub (location_id, name, short_name, system_id, region_id)
    values (${fromId(JITA.locationId)}, ${JITA.name}, ${JITA.shortName}, ${JITA.systemId},
      ${JITA.regionId})
    on conflict (location_id) do nothing`;
}

/** Only where there is none: what the trader changed or added stays. */
async function createProgram(tx: Tx, now: Date): Promise<void> {
  if ((await tx.program.count()) > 0) return;
  const program = {
    name: 'Ore, ice, gas and salvage',
    side: 'buys',
    codePrefix: 'AT',
    assigneeId: fromId(SANDBOX_TRADER.corporationId),
    assigneeKind: 'corporation',
    assigneeName: SANDBOX_TRADER.name,
    locationIds: [fromId(JITA.locationId)],
    acceptedCategoryIds: [ASTEROID_CATEGORY_ID],
    acceptedGroupIds: ACCEPTED_GROUP_IDS,
    hubId: fromId(JITA.locationId),
    basisSide: 'buy',
    basisStatistic: 'top5',
    rateBp: 9_200,
    lifetimeHours: 72,
  } as const;
  const { id, version } = await tx.program.create({
    data: {
      ...program,
      locationIds: [...program.locationIds],
      acceptedCategoryIds: [...program.acceptedCategoryIds],
      acceptedGroupIds: [...program.acceptedGroupIds],
      id: createId(),
      createdAt: now,
    },
  });
  await recordChange(tx, {
    entity: 'program',
    entityId: id,
    version,
    action: 'created',
    actorId: null,
    before: null,
    after: program,
    at: now,
  });
}

if (import.meta.filename === process.argv[1]) {
  try {
    await using container = await createContainer(readEnv(process.env), 'seed');
    await seed(container);
  } catch (error) {
    if (!(error instanceof EnvError || error instanceof SiteError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
