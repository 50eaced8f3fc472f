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
} from '../testing/start-test-sandbox.ts';

const ALT = 9000000000003;
const NOBODY_IN_PARTICULAR = 9000000000005;
const MINERS = 9100000000002;
const HOUR_MS = 3_600_000;

const journalSchema = z.array(
  z.looseObject({
    id: z.int(),
    amount: z.number(),
    balance: z.number(),
    ref_type: z.string(),
    context_id: z.int().optional(),
    context_id_type: z.string().optional(),
    date: z.string(),
  }),
);
const transactionsSchema = z.array(
  z.looseObject({ transaction_id: z.int(), is_buy: z.boolean(), journal_ref_id: z.int() }),
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
  for (const one of [TRADER, MINER, ALT, SCAMMER, NOBODY_IN_PARTICULAR]) {
    tokens.set(one, (await sandbox.signIn(one, sandboxScopes)).access_token);
  }
}
const read = (path: string, by: number) => sandbox.esi(path, { token: tokens.get(by) ?? '' });
const walletOf = async (by: number): Promise<number> =>
  z.number().parse(await (await read(`/characters/${by}/wallet`, by)).json());
const journalOf = async (by: number, path = `/characters/${by}/wallet/journal`, page = 1) =>
  journalSchema.parse(await (await read(`${path}?page=${page}`, by)).json());
const nextHour = async (): Promise<void> => {
  now = new Date(now.getTime() + HOUR_MS);
  await signIn();
};
const seconds = (text: string): string => `${text.slice(0, 19)}Z`;

describe('a wallet', () => {
  test('shows what a contract paid: both journals name it, and the balances add up', async () => {
    const before = { trader: await walletOf(TRADER), miner: await walletOf(MINER) };
    const contractId = await sandbox.createContract();
    await sandbox.act(contractId, 'accept', TRADER);
    await nextHour();
    const [paid] = await journalOf(TRADER);
    const [received] = await journalOf(MINER);
    const context = {
      ref_type: 'contract_price',
      context_id: contractId,
      context_id_type: 'contract_id',
      first_party_id: TRADER,
      second_party_id: MINER,
      date: seconds(new Date(now.getTime() - HOUR_MS).toISOString()),
    };

    expect(paid).toMatchObject({ ...context, amount: -125_000_000 });
    expect(received).toMatchObject({ ...context, amount: 125_000_000 });
    expect(await walletOf(TRADER)).toBe(before.trader - 125_000_000);
    expect(await walletOf(MINER)).toBe(before.miner + 125_000_000);
    expect(paid?.balance).toBe(await walletOf(TRADER));
    expect(received?.balance).toBe(await walletOf(MINER));
  });

  test('keeps its journal straight from row to row, over all pages, no id twice', async () => {
    const contractId = await sandbox.createContract({ type: 'courier', rewardIsk: '7000000.25' });
    await sandbox.act(contractId, 'delete', MINER);
    await sandbox.command('PUT', '/game/api/wallet', { characterId: MINER, balanceIsk: '1000.10' });
    for (const one of [TRADER, MINER]) {
      const path = `/characters/${one}/wallet/journal`;
      const pages = Number((await read(path, one)).headers.get('x-pages'));
      const rows = [];
      for (let page = 1; page <= pages; page += 1) rows.push(...(await journalOf(one, path, page)));

      expect(rows[0]?.balance).toBe(await walletOf(one));
      for (const [index, row] of rows.slice(0, -1).entries()) {
        const cents = Math.round((row.balance - row.amount) * 100);
        expect(cents).toBe(Math.round((rows[index + 1]?.balance ?? 0) * 100));
      }
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted((a, b) => b - a));
    }
    const words = (await journalOf(MINER)).slice(0, 3).map(({ ref_type }) => ref_type);
    expect(words).toEqual([
      'gm_cash_transfer',
      'contract_reward_refund',
      'contract_reward_deposited',
    ]);
  });

  test('of a corporation pays for what is accepted for it', async () => {
    const list = `/corporations/${TRADER_CORPORATION}`;
    const contractId = await sandbox.createContract();
    await sandbox.command('POST', `/game/api/contracts/${contractId}/accept`, {
      characterId: TRADER,
      isForCorporation: true,
    });
    const [row] = await journalOf(TRADER, `${list}/wallets/1/journal`);
    const wallets = await (await read(`${list}/wallets`, TRADER)).json();
    const [contract] = await (await read(`${list}/contracts`, TRADER)).json();

    expect(row).toMatchObject({ ref_type: 'contract_price_payment_corp', context_id: contractId });
    expect(wallets).toHaveLength(7);
    expect(wallets[0]).toEqual({ balance: row?.balance, division: 1 });
    expect(contract).toMatchObject({ acceptor_id: TRADER_CORPORATION, status: 'finished' });
  });

  test('shows a trade as a transaction, its journal row, and its tax', async () => {
    const trade = { characterId: MINER, locationId: JITA, typeId: 34, quantity: 1_000 };
    const before = await walletOf(MINER);
    const bought = await sandbox.command('POST', '/game/api/market', { ...trade, isBuy: true });
    const sold = await sandbox.command('POST', '/game/api/market', { ...trade, isBuy: false });
    await nextHour();
    const path = `/characters/${MINER}/wallet/transactions`;
    const [sale, purchase] = transactionsSchema.parse(await (await read(path, MINER)).json());
    const [tax, income, expense] = await journalOf(MINER);

    expect([purchase?.is_buy, sale?.is_buy]).toEqual([true, false]);
    expect(sale).toMatchObject({ quantity: 1_000, type_id: 34, location_id: JITA });
    expect(sale?.journal_ref_id).toBe(income?.id);
    expect(tax?.ref_type).toBe('transaction_tax');
    expect(expense?.amount).toBe(-Number(bought.body.totalIsk));
    expect(income?.amount).toBe(Number(sold.body.totalIsk));
    const sum = (tax?.amount ?? 0) + (income?.amount ?? 0) + (expense?.amount ?? 0);
    expect(await walletOf(MINER)).toBeCloseTo(before + sum, 1);
  });

  test('tells of its last month’s transactions from an id on, newest first, that row included', async () => {
    const path = `/characters/${TRADER}/wallet/transactions`;
    const first = transactionsSchema.parse(await (await read(path, TRADER)).json());
    const last = first.at(-1)?.transaction_id ?? 0;
    const rest = transactionsSchema.parse(
      await (await read(`${path}?from_id=${last}`, TRADER)).json(),
    );
    const oldest = rest.at(-1)?.transaction_id ?? 0;
    const end = transactionsSchema.parse(
      await (await read(`${path}?from_id=${oldest}`, TRADER)).json(),
    );

    expect(first).toHaveLength(2_500);
    expect(rest[0]).toEqual(first.at(-1));
    expect(rest.length).toBeGreaterThan(100);
    expect(end).toEqual([rest.at(-1)]);
    expect((await read(`${path}?from_id=x`, TRADER)).status).toBe(400);
  });

  test('has 150 tokens: 75 full answers, then 429', async () => {
    const path = `/characters/${MINER}/wallet`;
    for (let call = 0; call < 75; call += 1) expect((await read(path, MINER)).status).toBe(200);

    expect((await read(path, MINER)).status).toBe(429);
    expect((await read(`/characters/${MINER}/assets`, MINER)).status).toBe(200);
  });
});

describe('corporation routes', () => {
  const asCorporation = (by: number) =>
    Promise.all(
      ['assets', 'wallets', 'wallets/1/journal', 'orders', 'roles', 'contracts'].map(
        async (what) => (await read(`/corporations/${MINERS}/${what}`, by)).status,
      ),
    );

  test('open to a director, by role to others, by membership alone to few', async () => {
    expect(await asCorporation(MINER)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await asCorporation(ALT)).toEqual([403, 200, 200, 200, 200, 200]);
    expect(await asCorporation(NOBODY_IN_PARTICULAR)).toEqual([403, 403, 403, 403, 200, 200]);
    expect(await asCorporation(SCAMMER)).toEqual([403, 403, 403, 403, 403, 403]);
  });

  test('a role that is given on the control page counts at once', async () => {
    const roles = { characterId: NOBODY_IN_PARTICULAR, roles: ['Junior_Accountant'] };
    await sandbox.command('PUT', '/control/api/roles', roles);

    expect(await asCorporation(NOBODY_IN_PARTICULAR)).toEqual([403, 200, 200, 403, 200, 200]);
    const path = `/characters/${NOBODY_IN_PARTICULAR}/roles`;
    expect(await (await read(path, NOBODY_IN_PARTICULAR)).json()).toMatchObject({
      roles: ['Junior_Accountant'],
    });
  });

  test('a wallet has seven divisions', async () => {
    const path = `/corporations/${MINERS}/wallets`;

    expect((await read(`${path}/7/journal`, MINER)).status).toBe(200);
    expect((await read(`${path}/8/journal`, MINER)).status).toBe(400);
  });
});
