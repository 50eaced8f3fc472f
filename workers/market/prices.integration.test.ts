import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getHubPrices } from '#lib/features/prices/get-hub-prices.ts';
import { hubStatus } from '#lib/features/prices/hub-status.ts';
import { listPricedTypeIds } from '#lib/features/prices/priced-types.ts';
import { refreshHub } from '#lib/features/prices/refresh-hub.ts';
import { readOrderBook } from '#lib/server/order-books.ts';
import { createStage, JITA_ID, type Stage, VELDSPAR_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const VELDSPAR_GROUP_ID = 462;
const SALVAGE_GROUP_ID = 754;
/** What Veldspar refines to. */
const TRITANIUM_ID = 34;
const BOOK_WINDOW_MS = 130_000;

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
  // Some sixty types are enough to see the rules.
  await stage.container.db.program.updateMany({
    data: { acceptedCategoryIds: [], acceptedGroupIds: [VELDSPAR_GROUP_ID, SALVAGE_GROUP_ID] },
  });
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});
beforeEach(() => {
  stage.esi.asked.length = 0;
  stage.esi.tamper = (_path, answer) => answer;
});

describe('the order books of a hub', () => {
  test('every traded type and what it refines to is read once, and not again before EVE has newer ones', async () => {
    const { container } = stage;
    const typeIds = await listPricedTypeIds(container, JITA_ID);
    expect(typeIds).toContain(TRITANIUM_ID);
    const first = await refreshHub(container, { hubId: JITA_ID }, NEVER);
    expect(first).toMatchObject({ asked: typeIds.length, stored: typeIds.length, failed: 0 });
    expect((await hubStatus(container, JITA_ID)).types).toBe(typeIds.length);

    const again = await refreshHub(container, { hubId: JITA_ID }, NEVER);
    expect(again.asked).toBeLessThan(typeIds.length / 10);
    expect(again.nextAt.getTime()).toBeGreaterThan(stage.now().getTime());
  });

  test('a price says when EVE made its book', async () => {
    const prices = await getHubPrices(stage.container, JITA_ID, [VELDSPAR_ID]);
    const veldspar = prices.get(VELDSPAR_ID);
    expect(veldspar?.buyTop5).toBeGreaterThan(0n);
    expect(veldspar?.buyBest).toBeGreaterThanOrEqual(veldspar?.buyTop5 ?? 0n);
    expect(veldspar?.bookAt.getTime()).toBeLessThanOrEqual(stage.now().getTime());
  });

  test('a price comes with the levels of the book it is made from', async () => {
    const { container } = stage;
    const price = (await getHubPrices(container, JITA_ID, [VELDSPAR_ID])).get(VELDSPAR_ID);
    const book = await readOrderBook(container, JITA_ID, VELDSPAR_ID);
    expect(book?.buy[0]?.priceIsk).toBe(price?.buyBest);
    expect(book?.sell[0]?.priceIsk).toBe(price?.sellBest);
    const wanted = book?.buy.reduce((sum, { units }) => sum + units, 0);
    expect(wanted).toBe(price?.buyVolume);
    expect(await readOrderBook(container, JITA_ID, 1)).toBeNull();
  });

  test('a type that fails keeps its old price and its age, and stops no other', async () => {
    const { container } = stage;
    const before = (await getHubPrices(container, JITA_ID, [VELDSPAR_ID])).get(VELDSPAR_ID);
    stage.later(BOOK_WINDOW_MS);
    stage.esi.tamper = (path, answer) =>
      path.includes(`type_id=${VELDSPAR_ID}&`) || path.endsWith(`type_id=${VELDSPAR_ID}`)
        ? { status: 200, headers: answer.headers, body: '<html>' }
        : answer;
    const run = await refreshHub(container, { hubId: JITA_ID }, NEVER);
    expect(run.failed).toBe(1);
    expect(run.stored).toBe(run.asked - 1);
    const after = (await getHubPrices(container, JITA_ID, [VELDSPAR_ID])).get(VELDSPAR_ID);
    expect(after).toEqual(before);
  });

  test('when EVE says stop, the run stops and comes back after the pause', async () => {
    const { container } = stage;
    stage.later(2 * BOOK_WINDOW_MS);
    stage.esi.tamper = (_path, answer) => {
      const headers = new Headers(answer.headers);
      headers.set('retry-after', '90');
      return { status: 429, headers, body: '{"error":"Too many requests"}' };
    };
    const run = await refreshHub(container, { hubId: JITA_ID }, NEVER);
    expect(run.isPaused).toBe(true);
    expect(run.nextAt.getTime() - stage.now().getTime()).toBeGreaterThan(80_000);
    expect(stage.esi.asked.length).toBeLessThanOrEqual(16);
  });

  test('when EVE does not answer, the run stops after some books and comes back in a minute', async () => {
    const { container } = stage;
    stage.later(4 * BOOK_WINDOW_MS);
    stage.esi.tamper = (_path, { headers }) => ({ status: 503, headers, body: 'away' });
    const run = await refreshHub(container, { hubId: JITA_ID }, NEVER);
    expect(run.asked).toBeGreaterThan(40);
    expect(run).toMatchObject({ stored: 0, failed: 16, isPaused: true });
    const pauseMs = run.nextAt.getTime() - stage.now().getTime();
    expect(pauseMs).toBeGreaterThan(50_000);
    expect(pauseMs).toBeLessThanOrEqual(60_000);
  });

  test('a side without orders is null, never 0', async () => {
    const { container } = stage;
    stage.later(5 * BOOK_WINDOW_MS);
    stage.esi.tamper = (path, answer) =>
      path.includes('/orders') ? { ...answer, body: '[]' } : answer;
    await refreshHub(container, { hubId: JITA_ID }, NEVER);
    const prices = await getHubPrices(container, JITA_ID, [VELDSPAR_ID]);
    expect(prices.get(VELDSPAR_ID)).toMatchObject({
      buyBest: null,
      buyTop5: null,
      sellBest: null,
      sellTop5: null,
      buyVolume: 0,
    });
    expect(await readOrderBook(container, JITA_ID, VELDSPAR_ID)).toEqual({ buy: [], sell: [] });
  });
});
