import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxScopes } from '../sso/scopes.ts';
import {
  startTestSandbox,
  type TestSandbox,
  TRADER,
  TRADER_CORPORATION,
} from '../testing/start-test-sandbox.ts';

const THE_FORGE = 10000002;
const STRUCTURES = new Set([1045000000001, 1045000000002]);
/** Fields that name somebody or something that everybody may ask for. */
const NAMED = new Set([
  'issuer_id',
  'issuer_corporation_id',
  'assignee_id',
  'acceptor_id',
  'client_id',
  'first_party_id',
  'second_party_id',
  'character_id',
  'corporation_id',
  'alliance_id',
  'ceo_id',
  'creator_id',
  'creator_corporation_id',
  'executor_corporation_id',
  'issued_by',
  'owner',
  'type_id',
  'location_id',
  'start_location_id',
  'end_location_id',
  'system_id',
  'region_id',
  'constellation_id',
]);

let sandbox: TestSandbox;
let token: string;
beforeAll(async () => {
  sandbox = await startTestSandbox();
  ({ access_token: token } = await sandbox.signIn(TRADER, sandboxScopes));
  const contractId = await sandbox.createContract();
  await sandbox.act(contractId, 'accept', TRADER);
});
afterAll(() => sandbox.close());

describe('one world', () => {
  test.each([
    `/characters/${TRADER}`,
    `/corporations/${TRADER_CORPORATION}`,
    `/corporations/${TRADER_CORPORATION}/contracts`,
    `/corporations/${TRADER_CORPORATION}/roles`,
    `/contracts/public/${THE_FORGE}`,
    `/markets/${THE_FORGE}/orders?order_type=all&type_id=34`,
    `/characters/${TRADER}/orders`,
    `/characters/${TRADER}/assets`,
    `/characters/${TRADER}/wallet/journal`,
    `/characters/${TRADER}/wallet/transactions`,
    '/universe/systems/30000142',
    '/universe/constellations/20000021',
    '/alliances/9200000000001',
  ])('whatever id %s hands out has a name', async (path) => {
    const ids = collectIds(await (await sandbox.esi(path, { token })).json());
    for (let from = 0; from < ids.length; from += 1_000) {
      const reply = await sandbox.postEsi('/universe/names', ids.slice(from, from + 1_000));
      expect(reply.status).toBe(200);
    }
    expect(ids.length).toBeGreaterThan(0);
  });

  test('places lead to each other: station, system, constellation, region and back', async () => {
    const read = async (path: string) => (await sandbox.esi(path)).json();
    const station = await read('/universe/stations/60003760');
    const system = await read(`/universe/systems/${station.system_id}`);
    const constellation = await read(`/universe/constellations/${system.constellation_id}`);
    const region = await read(`/universe/regions/${constellation.region_id}`);

    const owner = await sandbox.postEsi('/universe/names', [station.owner]);

    expect(owner.status).toBe(200);
    expect(system.stations).toContain(60003760);
    expect(constellation.systems).toContain(system.system_id);
    expect(region).toMatchObject({ name: 'The Forge', region_id: THE_FORGE });
    expect(region.constellations).toContain(system.constellation_id);
  });

  test('kinds lead to each other: type, group, category, market group and back', async () => {
    const read = async (path: string) => (await sandbox.esi(path)).json();
    const type = await read('/universe/types/1230');
    const group = await read(`/universe/groups/${type.group_id}`);
    const category = await read(`/universe/categories/${group.category_id}`);
    const marketGroup = await read(`/markets/groups/${type.market_group_id}`);
    const tradedPages = await Promise.all(
      [1, 2, 3].map((page) => read(`/markets/${THE_FORGE}/types?page=${page}`)),
    );

    expect(group.types).toContain(1230);
    expect(category.groups).toContain(type.group_id);
    expect(marketGroup.types).toContain(1230);
    expect(await read('/markets/groups')).toContain(marketGroup.parent_group_id);
    expect(tradedPages.flat()).toContain(1230);
  });
});

function collectIds(data: unknown): number[] {
  const found = new Set<number>();
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [name, value] of Object.entries(part)) {
      // Nobody, and structures, have no public name.
      const isNamed = NAMED.has(name) && typeof value === 'number' && value > 0;
      if (isNamed && !STRUCTURES.has(value)) found.add(value);
      else walk(value);
    }
  };
  walk(data);
  return [...found];
}
