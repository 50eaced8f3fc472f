import { describe, expect, test } from 'vitest';
import { createStaticData, readSnapshot } from '#lib/eve/static-data/index.ts';
import { createMarkets, TRADED_CATEGORY_IDS, TRADED_GROUP_IDS } from './create-markets.ts';

const THE_FORGE = 10000002;
const METROPOLIS = 10000042;
const NOON = new Date('2026-11-22T12:00:00Z');
const staticData = createStaticData(await readSnapshot());
const markets = createMarkets(staticData);

const bookOf = (typeId: number, at = NOON) => {
  const orders = markets.ordersOfType(THE_FORGE, typeId, at);
  const buys = orders.filter(({ is_buy_order }) => is_buy_order).map(({ price }) => price);
  const sells = orders.filter(({ is_buy_order }) => !is_buy_order).map(({ price }) => price);
  return { orders, bestBuy: Math.max(...buys), bestSell: Math.min(...sells), buys, sells };
};

describe('the markets', () => {
  test('every ore, mineral, gas and planetary good that can be sold has both sides of a book', () => {
    const types = [
      ...TRADED_CATEGORY_IDS.flatMap((id) => staticData.typesInCategory(id)),
      ...TRADED_GROUP_IDS.flatMap((id) => staticData.typesInGroup(id)),
    ].filter(({ marketGroupId }) => marketGroupId !== null);
    const thin = types.filter(({ typeId }) => {
      const { buys, sells } = bookOf(typeId);
      return buys.length < 10 || sells.length < 10;
    });

    expect(types.length).toBeGreaterThan(500);
    expect(thin.map(({ name }) => name)).toEqual([]);
  });

  test('the best buy is below the best sell by three to eight percent or a tick', () => {
    for (const typeId of [18, 34, 35, 1230, 11399, 16262, 30370, 45506, 62516]) {
      const { bestBuy, bestSell } = bookOf(typeId);
      const spread = (bestSell - bestBuy) / ((bestSell + bestBuy) / 2);
      expect(spread).toBeGreaterThan(0.02);
      expect(spread).toBeLessThan(0.09);
    }
  });

  test('the same window gives the same book, another one drifts by little', () => {
    const later = new Date(NOON.getTime() + 3_600_000);

    expect(bookOf(34).orders).toEqual(bookOf(34).orders);
    expect(bookOf(34, later).orders).not.toEqual(bookOf(34).orders);
    expect(Math.abs(bookOf(34, later).bestBuy / bookOf(34).bestBuy - 1)).toBeLessThan(0.06);
  });

  test('ore costs about what it refines to, and compressed ore about what raw ore does', () => {
    // 100 Veldspar refine to 400 Tritanium.
    const perUnit = (4 * (bookOf(34).bestBuy + bookOf(34).bestSell)) / 2;
    const veldspar = (bookOf(1230).bestBuy + bookOf(1230).bestSell) / 2;
    const compressed = (bookOf(62516).bestBuy + bookOf(62516).bestSell) / 2;

    expect(veldspar / perUnit).toBeGreaterThan(0.8);
    expect(veldspar / perUnit).toBeLessThan(1);
    expect(compressed / veldspar).toBeGreaterThan(0.98);
    expect(compressed / veldspar).toBeLessThan(1.06);
  });

  test('prices have at most four significant digits and two decimals', () => {
    for (const { price } of [34, 1230, 44992].flatMap((typeId) => bookOf(typeId).orders)) {
      expect(Number(price.toPrecision(4))).toBe(price);
      expect(Math.round(price * 100) / 100).toBe(price);
    }
  });

  test('books hold the traps of real ones: lowballs, a minimum volume, orders elsewhere', () => {
    const { orders, bestBuy, buys } = bookOf(34);

    expect(Math.min(...buys)).toBeLessThan(bestBuy * 0.1);
    expect(orders.some(({ min_volume }) => min_volume > 1)).toBe(true);
    expect(orders.some(({ location_id }) => location_id !== 60003760)).toBe(true);
    expect(orders.every(({ volume_remain, volume_total }) => volume_remain <= volume_total)).toBe(
      true,
    );
  });

  test('the pages of a region hold every order once, and agree with the books by type', {
    timeout: 30_000,
  }, () => {
    const pages = markets.countPages(METROPOLIS, 1_000);
    const read = (page: number) => markets.ordersOfPage(METROPOLIS, page, 1_000, NOON);
    const ids = new Set<number>();
    let count = 0;
    for (let page = 1; page <= pages; page += 1) {
      for (const { order_id } of read(page)) {
        ids.add(order_id);
        count += 1;
      }
    }

    expect(ids.size).toBe(count);
    expect(count).toBeGreaterThan((pages - 1) * 1_000);
    expect(count).toBeLessThanOrEqual(pages * 1_000);
    expect(read(1).filter(({ type_id }) => type_id === 34)).toEqual(
      markets.ordersOfType(METROPOLIS, 34, NOON),
    );
  });

  test('an order id belongs to one region only', () => {
    const ids = [10000002, 10000043, 10000032, 10000030, 10000042].flatMap((regionId) =>
      markets.ordersOfType(regionId, 34, NOON).map(({ order_id }) => order_id),
    );

    expect(new Set(ids).size).toBe(ids.length);
  });

  test('what cannot be sold, and regions without a hub, have empty books', () => {
    expect(markets.ordersOfType(THE_FORGE, 1, NOON)).toEqual([]);
    expect(markets.ordersOfType(10000001, 34, NOON)).toEqual([]);
  });
});
