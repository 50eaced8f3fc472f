import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  MINER,
  SCAMMER,
  startTestSandbox,
  type TestSandbox,
  TRADER,
  VELDSPAR,
} from '../testing/start-test-sandbox.ts';

const THE_FORGE = 10000002;
const DOMAIN = 10000043;
const DAY_MS = 86_400_000;

const rowsSchema = z.array(
  z.looseObject({
    contract_id: z.int(),
    type: z.string(),
    issuer_id: z.int(),
    date_expired: z.string(),
    for_corporation: z.boolean().optional(),
    buyout: z.number().optional(),
    collateral: z.number().optional(),
  }),
);
type Rows = z.output<typeof rowsSchema>;

let now: Date;
let sandbox: TestSandbox;
beforeEach(async () => {
  now = new Date('2026-11-22T12:00:00Z');
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.close());

async function listOf(regionId: number): Promise<Rows> {
  const first = await sandbox.esi(`/contracts/public/${regionId}`);
  const rows = rowsSchema.parse(await first.json());
  for (let page = 2; page <= Number(first.headers.get('x-pages')); page += 1) {
    const reply = await sandbox.esi(`/contracts/public/${regionId}?page=${page}`);
    rows.push(...rowsSchema.parse(await reply.json()));
  }
  return rows;
}
const itemsOf = (contractId: number) => sandbox.esi(`/contracts/public/items/${contractId}`);
const later = (ms: number): void => {
  now = new Date(now.getTime() + ms);
};

describe('public contracts', () => {
  test('fill two pages around Jita, fewer elsewhere, no id twice anywhere', async () => {
    const [forge, domain] = [await listOf(THE_FORGE), await listOf(DOMAIN)];
    const ids = [...forge, ...domain].map(({ contract_id }) => contract_id);

    expect(forge.length).toBeGreaterThan(1_000);
    expect(domain.length).toBeGreaterThan(50);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await sandbox.esi('/contracts/public/1')).status).toBe(404);
  });

  test('say for_corporation only when it is so, buyout only of auctions, which have no collateral', async () => {
    const rows = await listOf(THE_FORGE);
    const auctions = rows.filter(({ type }) => type === 'auction');

    expect(rows.some(({ for_corporation }) => for_corporation)).toBe(true);
    expect(rows.some(({ for_corporation }) => for_corporation === false)).toBe(false);
    expect(auctions.length).toBeGreaterThan(10);
    for (const { type, buyout, collateral } of rows) {
      expect([buyout !== undefined, collateral !== undefined]).toEqual(
        type === 'auction' ? [true, false] : [false, true],
      );
    }
  });

  test('still list some minutes long what ran out', async () => {
    const rows = await listOf(THE_FORGE);

    expect(rows.some(({ date_expired }) => Date.parse(date_expired) < now.getTime())).toBe(true);
  });

  test('that are listed are there to be read, until they run out', async () => {
    for (const { contract_id, date_expired } of await listOf(DOMAIN)) {
      const hasRunOut = Date.parse(date_expired) <= now.getTime();
      expect((await itemsOf(contract_id)).status).toBe(hasRunOut ? 204 : 200);
    }
  });

  test('are issued by people who have names', async () => {
    const issuers = new Set((await listOf(DOMAIN)).map(({ issuer_id }) => issuer_id));
    const names = await sandbox.postEsi('/universe/names', [...issuers]);

    expect(names.status).toBe(200);
    expect(await names.json()).toHaveLength(issuers.size);
  });

  test('of pilots are among them from the next window on, until they are taken', async () => {
    const contractId = await sandbox.createContract({ assigneeId: 0 });
    const isListed = async (): Promise<boolean> =>
      (await listOf(THE_FORGE)).some(({ contract_id }) => contract_id === contractId);
    expect(await isListed()).toBe(true);
    expect(await (await itemsOf(contractId)).json()).toMatchObject([
      { type_id: VELDSPAR, quantity: 10_000, is_included: true, item_id: expect.any(Number) },
    ]);

    await sandbox.act(contractId, 'accept', TRADER);
    expect(await isListed()).toBe(true);
    later(31 * 60_000);
    expect(await isListed()).toBe(false);
  });
});

describe('the items of a public contract', () => {
  test('name no thing for what is asked, and research for blueprint copies', async () => {
    const contractId = await sandbox.createContract({
      assigneeId: 0,
      fillHangar: true,
      items: [
        { typeId: 691, quantity: 1, isBlueprintCopy: true },
        { typeId: 34, quantity: 7, isIncluded: false },
      ],
    });
    const [blueprint, asked] = await (await itemsOf(contractId)).json();

    expect(blueprint).toMatchObject({ is_blueprint_copy: true, runs: 10, material_efficiency: 10 });
    expect(asked).toMatchObject({ is_included: false, type_id: 34 });
    expect(asked).not.toHaveProperty('item_id');
    expect(asked).not.toHaveProperty('is_blueprint_copy');
  });

  test('are gone in three ways: 403 when taken or not public, 204 when run out; 404 never was', async () => {
    const taken = await sandbox.createContract({ assigneeId: 0 });
    const personal = await sandbox.createContract({ assigneeId: SCAMMER });
    const ranOut = await sandbox.createContract({ assigneeId: 0, expirationDays: 1 });
    await sandbox.act(taken, 'accept', TRADER);
    later(2 * DAY_MS);
    const answers = await Promise.all(
      [taken, personal, ranOut, 1].map(async (id) => {
        const reply = await itemsOf(id);
        return [reply.status, await reply.text()];
      }),
    );

    expect(answers).toEqual([
      [403, '{"error":"Contract accepted by player, requires authorization"}'],
      [403, '{"error":"Contract not public"}'],
      [204, ''],
      [404, '{"error":"Contract not found!"}'],
    ]);
  });

  test('of the crowd stay the same, and go when the contract does', async () => {
    const rows = await listOf(DOMAIN);
    const [exchange] = rows.filter(({ type }) => type === 'item_exchange');
    const contractId = exchange?.contract_id ?? 0;
    const items = await (await itemsOf(contractId)).json();
    later(3_601_000);
    const again = await itemsOf(contractId);
    if (again.status === 200) expect(await again.json()).toEqual(items);
    later(20 * DAY_MS);

    expect(items.length).toBeGreaterThan(0);
    expect([204, 403]).toContain((await itemsOf(contractId)).status);
  });

  test('of a courier are nobody’s business', async () => {
    const [courier] = (await listOf(DOMAIN)).filter(({ type }) => type === 'courier');

    expect(await (await itemsOf(courier?.contract_id ?? 0)).json()).toEqual([]);
  });
});

describe('auctions', () => {
  const bid = (contractId: number, characterId: number, amountIsk: string) =>
    sandbox.command('POST', `/game/api/contracts/${contractId}/bid`, { characterId, amountIsk });
  const auction = { type: 'auction', assigneeId: 0, priceIsk: '1000', buyoutIsk: '9000' } as const;
  const walletOf = async (pilot: number): Promise<number> => {
    const state = await (await fetch(`${sandbox.url}/game/api/state`)).json();
    const found = state.pilots.find((one: { characterId: number }) => one.characterId === pilot);
    return Number(found.walletIsk);
  };

  test('show their bids to all without names, to the issuer with them', async () => {
    const contractId = await sandbox.createContract(auction);
    await bid(contractId, TRADER, '1000');
    await bid(contractId, SCAMMER, '1500.50');
    const publicBids = await (await sandbox.esi(`/contracts/public/bids/${contractId}`)).json();
    const { access_token: token } = await sandbox.signIn(MINER, [
      'esi-contracts.read_character_contracts.v1',
    ]);
    const path = `/characters/${MINER}/contracts/${contractId}/bids`;
    const ownBids = await (await sandbox.esi(path, { token })).json();

    expect(publicBids.map(({ amount }: { amount: number }) => amount)).toEqual([1000, 1500.5]);
    expect(publicBids[0]).not.toHaveProperty('bidder_id');
    expect(ownBids).toMatchObject([{ bidder_id: TRADER }, { bidder_id: SCAMMER }]);
  });

  test('hold the highest bid only: who is outbid has the ISK back', async () => {
    const before = [await walletOf(TRADER), await walletOf(SCAMMER)];
    const contractId = await sandbox.createContract(auction);
    await bid(contractId, TRADER, '2000');
    await bid(contractId, SCAMMER, '3000');

    expect([await walletOf(TRADER), await walletOf(SCAMMER)]).toEqual([
      before[0],
      (before[1] ?? 0) - 3_000,
    ]);
    expect((await bid(contractId, TRADER, '3000')).body.reason).toBe('bid-too-low');
    expect((await bid(contractId, MINER, '4000')).body.reason).toBe('own-contract');
    expect((await sandbox.act(contractId, 'delete', MINER)).body.reason).toBe('not-outstanding');
    expect((await sandbox.act(contractId, 'accept', TRADER)).body.reason).toBe('no-buyout');
  });

  test('end at once with their buyout, else when they ran out, and pay the issuer', async () => {
    const before = await walletOf(MINER);
    const boughtOut = await sandbox.createContract(auction);
    await bid(boughtOut, TRADER, '10000');
    const slow = await sandbox.createContract({ ...auction, expirationDays: 1 });
    await bid(slow, TRADER, '1200');
    const end = () => sandbox.command('POST', `/game/api/contracts/${slow}/end-auction`, {});
    expect((await end()).status).toBe(409);
    later(2 * DAY_MS);

    expect((await end()).status).toBe(200);
    expect(await walletOf(MINER)).toBe(before + 9_000 + 1_200);
  });
});
