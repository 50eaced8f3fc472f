/** An order: what a pilot reserves, the trader's contract for it, and what becomes of the stock. */
import { beforeEach, expect, test } from 'vitest';
import type { CreateContractInput } from '#lib/eve/sandbox/index.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { cancelQuote } from '#lib/features/quotes/cancel-quote.ts';
import { expectInvariants, findingCodes, settlementsOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { order, PYERITE_ID, stockOf, TRITANIUM_ID } from '#workers/testing/shop.ts';
import {
  ALT_ID,
  JITA_ID,
  PILOT_ID,
  PLEX_ID,
  SCAMMER_ID,
  TRADER_CORPORATION_ID,
  TRADER_ID,
} from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const HOUR_MS = 3_600_000;
const AMARR_ID = 60_008_494;

const { stage, accountId } = await setStage();
const { container } = stage;
const maker = { kind: 'account', accountId } as const;

let before = { quantity: 0, reserved: 0 };
beforeEach(async () => {
  before = await stockOf(container);
});

/** 1,000 Tritanium for 5,000 ISK, or what is told at 5 ISK each. */
async function ordered(
  units: Readonly<Record<number, number>> = { [TRITANIUM_ID]: 1_000 },
): Promise<string> {
  const outcome = await order(container, { maker, units });
  if (!outcome.ok) throw new Error(outcome.sentence);
  return outcome.code;
}

function fill(code: string, changes: Partial<CreateContractInput> = {}): Promise<number> {
  return stage.contract(code, {
    issuerId: TRADER_ID,
    isForCorporation: true,
    assigneeId: PILOT_ID,
    priceIsk: '5000.00',
    items: [{ typeId: TRITANIUM_ID, quantity: 1_000 }],
    ...changes,
  });
}

async function idOf(code: string): Promise<string> {
  return (await container.db.quote.findUniqueOrThrow({ where: { code } })).id;
}

test('an order is reserved, filled, accepted, and gone from the stock', async () => {
  const code = await ordered();
  expect(await stockOf(container)).toEqual({ ...before, reserved: before.reserved + 1_000 });

  const contractId = await fill(code);
  await stage.poll();
  expect(await findingCodes(stage, contractId)).toContain('issuer-known');
  expect(await stage.verdict(contractId)).toBe('valid');
  expect(await stage.state(code)).toBe('contracted');
  expect(await stockOf(container)).toEqual({ ...before, reserved: before.reserved + 1_000 });

  await stage.act(contractId, 'accept', PILOT_ID);
  await stage.poll();
  expect(await stage.state(code)).toBe('completed');
  expect(await stockOf(container)).toEqual({ ...before, quantity: before.quantity - 1_000 });

  const [settlement] = await settlementsOf(stage, await idOf(code));
  const entries = settlement?.entries.map(({ party, amount }) => [party, amount]) ?? [];
  expect(Object.fromEntries(entries)).toEqual({
    [`trader:${TRADER_CORPORATION_ID}`]: 500_000n,
    [`pilot:${PILOT_ID}`]: -500_000n,
  });
  await expectInvariants(stage);
});

test.each<{ name: string; changes: Partial<CreateContractInput>; finds: string }>([
  {
    name: 'for another pilot',
    changes: { assigneeId: ALT_ID },
    finds: 'assignee-other',
  },
  { name: 'for everybody', changes: { assigneeId: 0 }, finds: 'assignee-nobody' },
  { name: 'for more ISK', changes: { priceIsk: '5002.00' }, finds: 'price-too-high' },
  { name: 'for twice the ISK', changes: { priceIsk: '10000.00' }, finds: 'price-too-high' },
  { name: 'for nothing', changes: { priceIsk: '0' }, finds: 'price-empty' },
  {
    name: 'with a reward in place of the price',
    changes: { priceIsk: '0', rewardIsk: '5000.00' },
    finds: 'reward-instead-of-price',
  },
  {
    name: 'with one unit less, for the whole price',
    changes: { items: [{ typeId: TRITANIUM_ID, quantity: 999 }] },
    finds: 'items-too-few',
  },
  {
    name: 'with one unit more',
    changes: { items: [{ typeId: TRITANIUM_ID, quantity: 1_001 }] },
    finds: 'items-too-many',
  },
  {
    name: 'with another mineral',
    changes: { items: [{ typeId: PYERITE_ID, quantity: 1_000 }] },
    finds: 'items-differ',
  },
  {
    name: 'that asks for something back',
    changes: {
      items: [
        { typeId: TRITANIUM_ID, quantity: 1_000 },
        { typeId: PLEX_ID, quantity: 1, isIncluded: false },
      ],
    },
    finds: 'requested-some',
  },
  { name: 'at another place', changes: { locationId: AMARR_ID }, finds: 'location-wrong' },
  { name: 'of another type', changes: { type: 'auction' }, finds: 'type-wrong' },
])('a contract $name does not fill the order', async ({ changes, finds }) => {
  const code = await ordered();
  const contractId = await fill(code, changes);
  await stage.poll();

  expect(await findingCodes(stage, contractId)).toContain(finds);
  expect(await stage.verdict(contractId)).not.toBe('valid');
  expect(await stage.state(code)).toBe('open');
  expect(await stockOf(container)).toEqual({ ...before, reserved: before.reserved + 1_000 });
});

test('an order is filled in parts, and each takes what it holds', async () => {
  const code = await ordered();
  const part = (quantity: number) =>
    fill(code, { items: [{ typeId: TRITANIUM_ID, quantity }], priceIsk: `${quantity * 5}.00` });
  const first = await part(400);
  const second = await part(600);
  await stage.poll();
  expect([await stage.verdict(first), await stage.verdict(second)]).toEqual(['valid', 'valid']);

  await stage.act(first, 'accept', PILOT_ID);
  await stage.poll();
  expect(await stage.state(code)).toBe('partly-completed');
  expect(await stockOf(container)).toEqual({
    quantity: before.quantity - 400,
    reserved: before.reserved + 600,
  });

  await stage.act(second, 'accept', PILOT_ID);
  await stage.poll();
  expect(await stage.state(code)).toBe('completed');
  expect(await stockOf(container)).toEqual({ ...before, quantity: before.quantity - 1_000 });
});

test('a contract that the pilot rejects leaves the order open, and reserved', async () => {
  const code = await ordered();
  const contractId = await fill(code);
  await stage.poll();
  await stage.act(contractId, 'reject', PILOT_ID);
  await stage.poll();

  expect(await stage.state(code)).toBe('open');
  expect(await stockOf(container)).toEqual({ ...before, reserved: before.reserved + 1_000 });
});

test('the trader’s contract without a code is proposed, and fills nothing', async () => {
  // No other order is alike: it would be as near.
  const code = await ordered({ [PYERITE_ID]: 777 });
  const contractId = await fill(code, {
    title: 'your minerals',
    items: [{ typeId: PYERITE_ID, quantity: 777 }],
    priceIsk: '3885.00',
  });
  await stage.poll();

  const { relation, quoteId } = await container.db.contract.findUniqueOrThrow({
    where: { id: BigInt(contractId) },
  });
  expect({ relation, quoteId }).toEqual({ relation: 'near-miss', quoteId: await idOf(code) });
  expect(await stage.state(code)).toBe('open');
});

test('no contract of a pilot’s own fills the order', async () => {
  const code = await ordered();
  const contractId = await stage.contract(code, {
    issuerId: SCAMMER_ID,
    assigneeId: TRADER_CORPORATION_ID,
    priceIsk: '5000.00',
    items: [{ typeId: TRITANIUM_ID, quantity: 1_000 }],
  });
  await stage.poll();

  expect(await findingCodes(stage, contractId)).toEqual(
    expect.arrayContaining(['issuer-stranger', 'assignee-other']),
  );
  expect(await stage.verdict(contractId)).toBe('fix-needed');
});

test('an order that is cancelled, or runs out, is free again', async () => {
  const cancelled = await ordered();
  const looker = { viewer: null, claimHash: null };
  expect(await cancelQuote(container, cancelled, looker, stage.now())).toMatchObject({ ok: false });
  const staff = { accountId, role: 'trader', characters: [] } as const;
  await cancelQuote(container, cancelled, { viewer: staff, claimHash: null }, stage.now());
  expect(await stockOf(container)).toEqual(before);

  const expired = await ordered();
  stage.later(25 * HOUR_MS);
  await maintainContracts(container, NEVER);
  expect(await stage.state(expired)).toBe('expired');
  const { reserved } = await stockOf(container);
  expect(reserved).toBe(0);
  await expectInvariants(stage);
});

test('a contract made in time and seen late fills the order with what is still free', async () => {
  const code = await ordered();
  const contractId = await fill(code);
  stage.later(25 * HOUR_MS);
  await maintainContracts(container, NEVER);
  expect(await stage.state(code)).toBe('expired');

  await stage.poll();
  expect(await stage.state(code)).toBe('contracted');
  const held = await stockOf(container);
  expect(held.reserved).toBe(1_000);
  await stage.act(contractId, 'accept', PILOT_ID);
  await stage.poll();
  expect(await stage.state(code)).toBe('completed');
  expect(await stockOf(container)).toEqual({ quantity: held.quantity - 1_000, reserved: 0 });
  await expectInvariants(stage);
});

test('an order is of one place, one pilot and one form', async () => {
  const key = crypto.randomUUID();
  const units = { [TRITANIUM_ID]: 10 };
  const first = await order(container, { maker, units, key });
  expect(await order(container, { maker, units, key })).toEqual(first);
  expect(await order(container, { maker, units, key, receiverId: ALT_ID })).toMatchObject({
    ok: false,
    reason: 'key-reused',
  });
  expect(JITA_ID).toBe(Number((await container.db.stock.findFirstOrThrow()).locationId));
});
