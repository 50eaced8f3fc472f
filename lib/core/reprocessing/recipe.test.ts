import { beforeAll, expect, test } from 'vitest';
import { createStaticData, readSnapshot, type StaticData } from '#lib/eve/static-data/index.ts';
import { ASTEROID_CATEGORY_ID, GAS_GROUP_ID, ORE_SKILLS, processingOf } from './processing.ts';
import { findCompressed, findRaw, findRecipe, isCompressed } from './recipe.ts';

/** Of events and tutorials, and one that CCP left behind: never compressed. */
const SINGULAR = ['Hedbergite ( copy )', 'Nesosilicate Rakovene'];
/** Of an event, gone since: nobody's skill counts for them, or one that is no more. */
const OF_EVENTS = [1911, 2022, 2024, 4161, 4568];

let types: StaticData;
beforeAll(async () => {
  types = createStaticData(await readSnapshot());
});

test('every ore, ice and moon ore of the market has a compressed form that refines alike', () => {
  const raw = types
    .typesInCategory(ASTEROID_CATEGORY_ID)
    .filter(({ marketGroupId, typeId }) => marketGroupId !== null && findRecipe(types, typeId))
    .filter(({ name }) => !isCompressed(name) && !SINGULAR.includes(name));
  expect(raw.length).toBeGreaterThan(150);
  for (const { typeId, name, portionSize } of raw) {
    const compressed = findCompressed(types, typeId);
    expect(compressed?.name).toBe(`Compressed ${name}`);
    expect(compressed?.portionSize).toBe(portionSize);
    expect(findRaw(types, compressed?.typeId ?? 0)?.typeId).toBe(typeId);
    expect(findRecipe(types, compressed?.typeId ?? 0)).toEqual(findRecipe(types, typeId));
  }
});

test('every gas of the market has a compressed form that gives it back', () => {
  const raw = types
    .typesInGroup(GAS_GROUP_ID)
    .filter(({ marketGroupId, name }) => marketGroupId !== null && !name.startsWith('Hiemal'));
  expect(raw).toHaveLength(25);
  for (const { typeId } of raw) {
    const compressed = findCompressed(types, typeId);
    expect(findRecipe(types, compressed?.typeId ?? 0)).toEqual({
      processing: { kind: 'gas' },
      portionSize: 1,
      materials: [{ typeId, quantity: 1 }],
    });
    expect(findRecipe(types, typeId)).toBeNull();
  }
});

test('every group of ore has its skill, and every skill is one', () => {
  for (const { id } of types.tables.groups.filter(
    ({ categoryId, id }) => categoryId === ASTEROID_CATEGORY_ID && !OF_EVENTS.includes(id),
  )) {
    if (types.typesInGroup(id).length === 0) continue;
    const processing = processingOf({ groupId: id, categoryId: ASTEROID_CATEGORY_ID });
    expect(processing, types.group(id)?.name).toMatchObject({ skill: { key: expect.anything() } });
  }
  for (const { skillTypeId, name } of ORE_SKILLS) expect(types.type(skillTypeId)?.name).toBe(name);
});

test.each([
  { name: 'Batch Compressed Veldspar', raw: 'Veldspar' },
  { name: 'Compressed Blue Ice', raw: 'Blue Ice' },
  { name: 'Veldspar', raw: undefined },
  { name: 'Tritanium', raw: undefined },
])('$name is made of $raw', ({ name, raw }) => {
  const match = types.resolveName(name);
  expect(findRaw(types, match.kind === 'type' ? match.typeId : 0)?.name).toBe(raw);
});

test('what is unknown has neither recipe nor form', () => {
  expect(findRecipe(types, 999_999_999)).toBeNull();
  expect(findRaw(types, 999_999_999)).toBeNull();
  expect(findCompressed(types, 999_999_999)).toBeNull();
});
