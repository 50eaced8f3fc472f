import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { sandboxScopes } from '../sso/scopes.ts';
import {
  JITA,
  MINER,
  SCAMMER,
  startTestSandbox,
  type TestSandbox,
  TRADER,
  TRADER_CORPORATION,
  VELDSPAR,
} from '../testing/start-test-sandbox.ts';

const FREEPORT = 1045000000001;
const QUIET_ROOMS = 1045000000002;
const THE_FORGE = 10000002;
const HOUR_MS = 3_600_000;

const assetsSchema = z.array(
  z.looseObject({
    item_id: z.int(),
    type_id: z.int(),
    quantity: z.int(),
    location_id: z.int(),
    is_singleton: z.boolean(),
  }),
);
const ordersSchema = z.array(
  z.looseObject({
    order_id: z.int(),
    type_id: z.int(),
    price: z.number(),
    volume_remain: z.int(),
    issued: z.string(),
    is_buy_order: z.boolean().optional(),
  }),
);

let now: Date;
let sandbox: TestSandbox;
let tokens: Map<number, string>;
beforeEach(async () => {
  now = new Date('2026-11-22T12:00:00Z');
  sandbox = await startTestSandbox({ clock: () => now });
  await signIn();
});
afterEach(() => sandbox.close());

async function signIn(): Promise<void> {
  tokens = new Map();
  for (const one of [TRADER, MINER, SCAMMER]) {
    tokens.set(one, (await sandbox.signIn(one, sandboxScopes)).access_token);
  }
}
const nextHour = async (): Promise<void> => {
  now = new Date(now.getTime() + HOUR_MS);
  await signIn();
};
const read = (path: string, by: number) => sandbox.esi(path, { token: tokens.get(by) ?? '' });
const post = (path: string, body: unknown, by: number) =>
  sandbox.postEsi(path, body, { token: tokens.get(by) ?? '' });
const assetsOf = async (by: number, path = `/characters/${by}/assets`) =>
  assetsSchema.parse(await (await read(path, by)).json());
const countOf = (assets: z.output<typeof assetsSchema>, typeId: number): number =>
  assets.reduce((sum, row) => sum + (row.type_id === typeId ? row.quantity : 0), 0);

describe('assets', () => {
  test('are the hangars that the game trades from: a contract’s goods leave, and arrive', async () => {
    const contractId = await sandbox.createContract();
    const [issuing, before] = [await assetsOf(MINER), await assetsOf(TRADER)];
    expect(countOf(issuing, VELDSPAR)).toBe(50_000_000 - 10_000);

    await sandbox.act(contractId, 'accept', TRADER);
    await nextHour();
    const after = await assetsOf(TRADER);
    expect(countOf(after, VELDSPAR)).toBe(countOf(before, VELDSPAR) + 10_000);
    const idOf = (rows: typeof after) => rows.find(({ type_id }) => type_id === VELDSPAR)?.item_id;
    expect(idOf(after)).toBe(idOf(before));
  });

  test('of a corporation are in its own hangar', async () => {
    const contractId = await sandbox.createContract();
    const accept = { characterId: TRADER, isForCorporation: true };
    await sandbox.command('POST', `/game/api/contracts/${contractId}/accept`, accept);
    const rows = await assetsOf(TRADER, `/corporations/${TRADER_CORPORATION}/assets`);

    expect(countOf(rows, VELDSPAR)).toBe(50_000_000 + 10_000);
    expect(countOf(await assetsOf(TRADER), VELDSPAR)).toBe(50_000_000);
  });

  test('on behalf of a corporation leave its hangar, and come back to it', async () => {
    const asCorporation = async () =>
      countOf(await assetsOf(TRADER, `/corporations/${TRADER_CORPORATION}/assets`), VELDSPAR);
    const contractId = await sandbox.createContract({
      issuerId: TRADER,
      assigneeId: MINER,
      isForCorporation: true,
    });
    expect(await asCorporation()).toBe(50_000_000 - 10_000);
    await sandbox.act(contractId, 'reject', MINER);
    await nextHour();

    expect(await asCorporation()).toBe(50_000_000);
  });

  test('come in stacks of at most 2^31 − 1, each with an id of its own in the whole universe', async () => {
    const stock = { characterId: MINER, locationId: JITA, typeId: 34, quantity: 3_000_000_000 };
    await sandbox.command('PUT', '/game/api/hangar', stock);
    const ids: number[] = [];
    for (const rows of [
      await assetsOf(MINER),
      await assetsOf(TRADER),
      await assetsOf(TRADER, `/corporations/${TRADER_CORPORATION}/assets`),
    ]) {
      ids.push(...rows.map(({ item_id }) => item_id));
    }
    const stacks = (await assetsOf(MINER)).filter(({ type_id }) => type_id === 34);

    expect(stacks.map(({ quantity }) => quantity)).toEqual([2_147_483_647, 852_516_353]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(Number.isSafeInteger)).toBe(true);
  });

  test('have names where they can be named, and places', async () => {
    const rows = await assetsOf(MINER);
    const ship = rows.find(({ type_id }) => type_id === 648)?.item_id;
    const ore = rows.find(({ type_id }) => type_id === VELDSPAR)?.item_id;
    const path = `/characters/${MINER}/assets`;

    expect(await (await post(`${path}/names`, [ship, ore], MINER)).json()).toEqual([
      { item_id: ship, name: 'Ore runner' },
      { item_id: ore, name: 'None' },
    ]);
    expect(await (await post(`${path}/locations`, [ship], MINER)).json()).toEqual([
      { item_id: ship, position: { x: 0, y: 0, z: 0 } },
    ]);
  });

  test.each([
    { name: 'one that is not theirs', body: [1], status: 404 },
    { name: 'one twice', body: [1, 1], status: 400 },
    { name: 'none', body: [], status: 400 },
    { name: '1,001', body: Array.from({ length: 1_001 }, (_, id) => id), status: 400 },
  ])('are not named for ids with $name', async ({ body, status }) => {
    for (const what of ['names', 'locations']) {
      const path = `/characters/${MINER}/assets/${what}`;
      expect((await post(path, body, MINER)).status).toBe(status);
    }
  });
});

describe('orders', () => {
  const bookOf = async (typeId: number) => {
    const path = `/markets/${THE_FORGE}/orders?order_type=all&type_id=${typeId}`;
    return ordersSchema.parse(await (await sandbox.esi(path)).json());
  };

  test('of a character and a corporation are those of the region, with the same id and price', async () => {
    const paths = [`/characters/${TRADER}/orders`, `/corporations/${TRADER_CORPORATION}/orders`];
    for (const path of paths) {
      const orders = ordersSchema.parse(await (await read(path, TRADER)).json());
      expect(orders.length).toBeGreaterThan(5);
      for (const { order_id, type_id, price, volume_remain, issued } of orders) {
        const same = { price, volume_remain, issued };
        const found = (await bookOf(type_id)).find((one) => one.order_id === order_id);
        expect(found).toMatchObject(same);
      }
    }
  });

  test('belong to one character each; a bid says what it holds back, an offer holds nothing', async () => {
    const [ours, theirs] = await Promise.all(
      [TRADER, MINER].map(async (by) =>
        ordersSchema.parse(await (await read(`/characters/${by}/orders`, by)).json()),
      ),
    );
    const ids = [...(ours ?? []), ...(theirs ?? [])].map(({ order_id }) => order_id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(theirs?.every((order) => !('escrow' in order) && !('is_buy_order' in order))).toBe(true);
    const bids = (ours ?? []).filter(({ is_buy_order }) => is_buy_order);
    expect(bids.length).toBeGreaterThan(0);
    for (const { escrow, price, volume_remain } of bids) {
      expect(escrow).toBeCloseTo(price * volume_remain, 1);
    }
  });

  test('stand from day to day, and are found among the past ones when they ran out', async () => {
    const path = `/characters/${MINER}/orders`;
    const before = ordersSchema.parse(await (await read(path, MINER)).json());
    await nextHour();
    expect(await (await read(path, MINER)).json()).toEqual(before);

    now = new Date(now.getTime() + 31 * 24 * HOUR_MS);
    await signIn();
    const past = ordersSchema.parse(await (await read(`${path}/history`, MINER)).json());
    const ids = past.map(({ order_id }) => order_id);
    expect(ids).toEqual(expect.arrayContaining(before.map(({ order_id }) => order_id)));
    expect(past.every(({ state }) => state === 'expired' || state === 'cancelled')).toBe(true);
  });

  test('of pilots never cross the book', async () => {
    for (const typeId of [34, 35, 1230, 16274]) {
      const book = await bookOf(typeId);
      const prices = (isBuy: boolean) =>
        book.filter((one) => one.is_buy_order === isBuy).map(({ price }) => price);

      expect(Math.max(...prices(true))).toBeLessThan(Math.min(...prices(false)));
    }
  });

  test('in a structure are for those who may dock, and not in the region’s book', async () => {
    const orders = ordersSchema.parse(
      await (await read(`/markets/structures/${FREEPORT}`, MINER)).json(),
    );
    const typeId = orders[0]?.type_id ?? 0;
    const regional = (await bookOf(typeId)).map(({ order_id }) => order_id);

    expect(orders.some(({ order_id }) => regional.includes(order_id))).toBe(false);
    expect(orders.every((order) => !('system_id' in order))).toBe(true);
    expect((await read(`/markets/structures/${QUIET_ROOMS}`, SCAMMER)).status).toBe(403);
  });

  test('a structure is known to those who may dock there, to others 403', async () => {
    const path = `/universe/structures/${QUIET_ROOMS}`;

    expect((await read(path, SCAMMER)).status).toBe(200);
    expect((await read(path, MINER)).status).toBe(403);
    expect((await sandbox.esi(path)).status).toBe(401);
    expect((await read('/universe/structures/1', MINER)).status).toBe(404);
  });
});
