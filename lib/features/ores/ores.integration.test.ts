import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshHub } from '#lib/features/prices/refresh-hub.ts';
import { createStage, JITA_ID, type Stage, VELDSPAR_ID } from '#workers/testing/stage.ts';
import { getOreTable } from './get-ore-table.ts';

const TRITANIUM_ID = 34;
const VELDSPAR_GROUP_ID = 462;
const NEVER = new AbortController().signal;

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
  await stage.container.db.program.updateMany({
    data: { acceptedCategoryIds: [], acceptedGroupIds: [VELDSPAR_GROUP_ID] },
  });
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

test('before any book is read the ores are there, and no price', async () => {
  const table = await getOreTable(stage.container, null);
  expect(table).toMatchObject({ hub: null, hubs: [], asOf: null });
  expect(table.prices.size).toBe(0);
  expect(table.ores.length).toBeGreaterThan(200);
});

test('once the books are read an ore has its own price, and that of its minerals', async () => {
  await refreshHub(stage.container, { hubId: JITA_ID }, NEVER);
  // A hub that is not read is as none.
  for (const hubId of [null, JITA_ID, 1]) {
    const table = await getOreTable(stage.container, hubId);
    expect(table.hub).toEqual({ hubId: JITA_ID, name: 'Jita' });
    expect(table.prices.get(VELDSPAR_ID)?.buy).toBeGreaterThan(0n);
    expect(table.prices.get(TRITANIUM_ID)?.sell).toBeGreaterThan(0n);
    expect(table.asOf?.getTime()).toBeLessThanOrEqual(stage.now().getTime());
    expect(table.asOf?.getTime()).toBeGreaterThan(table.staleBefore.getTime());
  }
});
