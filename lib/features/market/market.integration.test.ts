import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AMARR,
  createTradeSite,
  JITA,
  type TradeSite,
  VELDSPAR,
} from '#tests/support/trade-site.ts';
import { getMarketItem } from './get-market-item.ts';
import { listMarketItems } from './list-market-items.ts';

const TRITANIUM = 34;
/** No type has it. */
const NEVER = 2_000_000_000;

let site: TradeSite;
beforeAll(async () => {
  site = await createTradeSite();
  await site.setPrice(VELDSPAR, 1_688n, 1_820n);
  await site.addAmarr();
});
afterAll(() => site?.[Symbol.asyncDispose]());

describe('an item of the market', () => {
  test('has the price that its program pays, worked out as in a quote', async () => {
    const item = await getMarketItem(site.container, VELDSPAR);
    const program = await site.container.db.program.findUniqueOrThrow({
      where: { id: site.programId },
    });

    expect(item).toMatchObject({
      name: 'Veldspar',
      kind: 'ore',
      isPublished: true,
      isMarketable: true,
      market: { hubName: 'Jita', regionName: 'The Forge', isStale: false },
    });
    expect(item?.market?.price?.buyBest).toBe(1_688n);
    expect(item?.offers).toEqual([
      {
        programId: site.programId,
        programName: program.name,
        rateBp: program.rateBp,
        basis: 'Jita buy',
        unitPriceIsk: (1_688n * BigInt(program.rateBp) + 5_000n) / 10_000n,
        refusal: null,
      },
    ]);
  });

  test('that no program takes is not bought, and has no book here', async () => {
    const item = await getMarketItem(site.container, TRITANIUM);
    expect(item?.market).toMatchObject({ regionId: 10000002, price: null, isStale: false });
    expect(item?.offers).toMatchObject([{ unitPriceIsk: null, refusal: 'not-accepted' }]);
  });

  test('whose book is older than its program allows is stale, and not bought for now', async () => {
    const old = new Date(site.now().getTime() - 24 * 3_600_000);
    await site.setPrice(VELDSPAR, 1_688n, 1_820n, old);
    const item = await getMarketItem(site.container, VELDSPAR);
    expect(item?.market?.isStale).toBe(true);
    expect(item?.offers[0]).toMatchObject({ unitPriceIsk: null, refusal: 'stale-price' });
    await site.setPrice(VELDSPAR, 1_688n, 1_820n);
  });

  test('is of the hub that is asked for, with all that are read beside it', async () => {
    const amarr = await getMarketItem(site.container, VELDSPAR, AMARR);
    expect(amarr?.market).toMatchObject({ hubName: 'Amarr', regionName: 'Domain' });
    expect(amarr?.market?.price).toBeNull();
    expect(amarr?.hubs.map(({ name }) => name)).toEqual(['Jita', 'Amarr']);
    expect(amarr?.hubRows.map(({ name }) => name)).toEqual(['Jita']);

    await site.setPrice(VELDSPAR, 1_500n, 1_900n, site.now(), AMARR);
    const both = await getMarketItem(site.container, VELDSPAR, AMARR);
    expect(both?.market?.price?.buyBest).toBe(1_500n);
    expect(both?.hubRows).toMatchObject([
      { name: 'Jita', price: { buyBest: 1_688n } },
      { name: 'Amarr', price: { buyBest: 1_500n }, isStale: false },
    ]);
    const { items, hub } = await listMarketItems(site.container, 'Veldspar', AMARR);
    expect([hub?.name, items[0]?.buyBestIsk]).toEqual(['Amarr', 1_500n]);
    await site.container.pool.query('delete from price where hub_id = $1', [AMARR]);
  });

  test('has the usual market where no hub has the number that is asked for', async () => {
    const item = await getMarketItem(site.container, VELDSPAR, 5);
    expect(item?.market?.hubName).toBe('Jita');
    expect((await listMarketItems(site.container, '', Number.MAX_SAFE_INTEGER)).hub?.name).toBe(
      'Jita',
    );
  });

  test('has the levels of its book, once one was read', async () => {
    expect((await getMarketItem(site.container, VELDSPAR))?.market?.book).toBeNull();
    await site.container.pool.query('insert into order_book values ($1, $2, $3)', [
      JITA,
      VELDSPAR,
      '{"buy":[["1688",500,1],["1600",100,2]],"sell":[]}',
    ]);
    const item = await getMarketItem(site.container, VELDSPAR);
    expect(item?.market?.book).toEqual({
      buy: [
        { priceIsk: 1_688n, units: 500, orders: 1 },
        { priceIsk: 1_600n, units: 100, orders: 2 },
      ],
      sell: [],
    });
  });

  test('that nobody knows is none', async () => {
    expect(await getMarketItem(site.container, NEVER)).toBeNull();
  });

  test('says when it is not sold on the market', async () => {
    const { rows } = await site.container.pool.query<{ id: number }>(
      'select id from static_type where published and market_group_id is null limit 1',
    );
    expect(await getMarketItem(site.container, rows[0]?.id ?? 0)).toMatchObject({
      isPublished: true,
      isMarketable: false,
    });
  });

  test('is of the market that the first program prices by', async () => {
    const { db } = site.container;
    const program = { where: { id: site.programId } };
    await db.program.update({ ...program, data: { hubId: BigInt(AMARR) } });
    const item = await getMarketItem(site.container, VELDSPAR);
    await db.program.update({ ...program, data: { hubId: BigInt(JITA) } });
    expect(item?.market).toMatchObject({ hubName: 'Amarr', regionName: 'Domain', price: null });
  });
});

describe('the list', () => {
  test.each([
    ['the name itself first', 'veldspar', 'Veldspar'],
    ['parts of a name in any order', 'veldspar comp', 'Compressed Veldspar'],
    ['a name in another language', 'トリタニウム', 'Tritanium'],
    ['the nearest to a misspelled name', 'Tritanum', 'Tritanium'],
  ])('has %s', async (_, query, first) => {
    const { items } = await listMarketItems(site.container, query);
    expect(items[0]?.name).toBe(first);
  });

  test('has the prices that are known', async () => {
    const { items, hub } = await listMarketItems(site.container, 'Veldspar');
    expect(hub).toMatchObject({ hubId: JITA, name: 'Jita', regionId: 10000002 });
    expect(items[0]).toMatchObject({ typeId: VELDSPAR, buyBestIsk: 1_688n, sellBestIsk: 1_820n });
    expect(items[1]).toMatchObject({ buyBestIsk: null, sellBestIsk: null });
  });

  test('says when it is cut', async () => {
    const list = await listMarketItems(site.container, 'a');
    expect(list.items).toHaveLength(50);
    expect(list.isCut).toBe(true);
  });

  test('has what the market wants most where nothing is asked for', async () => {
    const { items } = await listMarketItems(site.container, '  ');
    expect(items.map(({ name }) => name)).toEqual(['Veldspar']);
  });

  test.each([
    ['a wildcard', '%'],
    ['thousands of letters', 'x'.repeat(5_000)],
    ['a zero byte', '\u0000'],
    ['half a pair', '\ud800'],
    ['markup', '<script>'],
  ])('has nothing for %s', async (_, query) => {
    const { items } = await listMarketItems(site.container, query);
    for (const { name } of items) expect(name.toLowerCase()).not.toContain(query.toLowerCase());
  });
});

test('an item that left the game is known, and says so', async () => {
  await site.container.pool.query('update static_type set published = false where id = $1', [
    TRITANIUM,
  ]);
  await site.container.pool.query(`update site set static_version = 'newer'`);
  site.moveTo(new Date(site.now().getTime() + 60_000));
  expect(await getMarketItem(site.container, TRITANIUM)).toMatchObject({
    isPublished: false,
    offers: [{ refusal: 'unpublished' }],
  });
  const { items } = await listMarketItems(site.container, 'Tritanium');
  expect(items.map(({ typeId }) => typeId)).not.toContain(TRITANIUM);
});
