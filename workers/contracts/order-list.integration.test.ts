/** The trader's side of the shop: what is counted, what is to be filled, what lacks. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { listOrders } from '#lib/features/orders/list-orders.ts';
import { writeOrdersCsv } from '#lib/features/orders/write-orders-csv.ts';
import { adjustStock } from '#lib/features/stock/adjust-stock.ts';
import { getShop } from '#lib/features/stock/get-shop.ts';
import { listStock } from '#lib/features/stock/list-stock.ts';
import { adjustmentSchema } from '#lib/features/stock/schema.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { order, PYERITE_ID, stockOf, TRITANIUM_ID } from '#workers/testing/shop.ts';
import { JITA_ID, PILOT_ID, TRADER_ID } from '#workers/testing/stage.ts';

const { stage, accountId } = await setStage();
const { container } = stage;
const maker = { kind: 'account', accountId } as const;
const { id: programId } = await container.db.program.findFirstOrThrow({ where: { side: 'sells' } });

function adjust(changes: Record<string, string>) {
  const form = { programId, locationId: String(JITA_ID), item: 'Tritanium', change: '1' };
  const parsed = adjustmentSchema.parse({
    ...form,
    reason: 'counted anew',
    key: randomUUID(),
    ...changes,
  });
  return adjustStock(container, accountId, parsed, stage.now());
}

async function ordered(units: number): Promise<string> {
  stage.later(1_000);
  const outcome = await order(container, { maker, units: { [TRITANIUM_ID]: units } });
  if (!outcome.ok) throw new Error(outcome.sentence);
  return outcome.code;
}

async function shown(code: string) {
  const { orders } = await listOrders(container);
  return orders.find((each) => each.code === code);
}

test('stock is counted by hand, with a reason, once a form', async () => {
  const before = await stockOf(container);
  const key = randomUUID();
  const change = { change: ' 2,500 ', key };
  expect(await adjust(change)).toMatchObject({ ok: true, quantity: before.quantity + 2_500 });
  expect(await adjust(change)).toMatchObject({ ok: true, quantity: before.quantity + 2_500 });
  expect(await adjust({ change: '\u{2212}500' })).toMatchObject({
    ok: true,
    quantity: before.quantity + 2_000,
  });
  const trail = await container.db.auditEvent.findMany({
    where: { entity: 'stock', actorId: accountId },
    orderBy: { version: 'asc' },
  });
  expect(trail.map(({ after }) => after)).toMatchObject([
    { reason: 'counted anew', change: 2_500 },
    { reason: 'counted anew', change: -500 },
  ]);
});

test.each([
  { changes: { item: 'Tritanum' }, reason: 'unknown-item' },
  { changes: { item: 'Rifter Blueprint' }, reason: 'unstockable' },
  { changes: { change: '-99,000,000,000' }, reason: 'below-zero' },
  { changes: { locationId: '60008494' }, reason: 'no-such-place' },
  { changes: { programId: randomUUID() }, reason: 'no-such-shop' },
])('$changes is refused: $reason', async ({ changes, reason }) => {
  const before = await listStock(container);
  expect(await adjust(changes)).toEqual({ ok: false, reason });
  expect(await listStock(container)).toEqual(before);
});

test('two who count at once both count', async () => {
  const before = await stockOf(container, PYERITE_ID);
  await Promise.all(Array.from({ length: 8 }, () => adjust({ item: 'Pyerite', change: '10' })));
  expect(await stockOf(container, PYERITE_ID)).toEqual({
    ...before,
    quantity: before.quantity + 80,
  });
});

test('an order goes from ready to contracted to accepted', async () => {
  const code = await ordered(100);
  expect(await shown(code)).toMatchObject({
    stage: 'ready',
    receiverId: PILOT_ID,
    receiverName: 'Ilya Torvanen',
    sellerKind: 'corporation',
    priceIsk: 500_00n,
    lines: [{ name: 'Tritanium', quantity: 100, lacking: 0 }],
  });
  const dear = {
    issuerId: TRADER_ID,
    isForCorporation: true,
    assigneeId: PILOT_ID,
    priceIsk: '600.00',
    items: [{ typeId: TRITANIUM_ID, quantity: 100 }],
  };
  const wrong = await stage.contract(code, dear);
  await stage.poll();
  expect(await shown(code)).toMatchObject({ stage: 'to-fix', contractId: wrong });

  const right = await stage.contract(code, { ...dear, priceIsk: '500.00' });
  await stage.poll();
  expect(await shown(code)).toMatchObject({ stage: 'contracted', contractId: right });
  await stage.act(right, 'accept', PILOT_ID);
  await stage.poll();
  expect(await shown(code)).toMatchObject({ stage: 'accepted' });
  await expectInvariants(stage);
});

test('when less is there than was sold, who ordered first is served first, and nothing is sold', async () => {
  const first = await ordered(300);
  const second = await ordered(300);
  const { quantity, reserved } = await stockOf(container);
  await adjust({ change: String(-(quantity - reserved + 250)) });

  expect((await shown(first))?.lines).toMatchObject([{ lacking: 0 }]);
  expect((await shown(second))?.lines).toMatchObject([{ lacking: 250 }]);
  expect(await order(container, { maker, units: { [TRITANIUM_ID]: 1 } })).toMatchObject({
    ok: false,
    reason: 'short-of-stock',
  });
  const [shelf] = await getShop(container, stage.now());
  expect(shelf?.items.find(({ typeId }) => typeId === TRITANIUM_ID)).toMatchObject({
    available: 0,
  });
  const csv = writeOrdersCsv(await listOrders(container));
  expect(csv).toContain(',Tritanium,34,300,250,5.00');
  await expectInvariants(stage);
});
