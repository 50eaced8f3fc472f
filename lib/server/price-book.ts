import type { HubPrice } from '#lib/core/pricing/hub-price.ts';
import type { FiguresNeeded } from '#lib/core/pricing/list-books.ts';
import type { Container } from './container.ts';
import { toId } from './ids.ts';
import { readLevels } from './order-books.ts';
import { readHistories } from './price-histories.ts';

export type PriceBook = {
  /** A type whose book was never read is missing, never 0. */
  readonly prices: Map<number, HubPrice>;
  /** The newest book of the hub, whichever types were asked for; null: no price is known there. */
  readonly hubBookAt: Date | null;
  /** When books are read next; null for no hub of ours. */
  readonly nextAt: Date | null;
};

type Row = {
  type_id: number;
  buy_best: string | null;
  buy_top5: string | null;
  sell_best: string | null;
  sell_top5: string | null;
  buy_volume: string;
  sell_volume: string;
  buy_orders: number;
  sell_orders: number;
  book_at: Date;
};

/**
 * Read what is stored of the order books of these types at each hub, and of those that `figures` name
 * their levels, and what was paid for them in the last days.
 */
export async function readPriceBooks(
  container: Pick<Container, 'pool'>,
  typeIdsByHub: ReadonlyMap<number, readonly number[]>,
  figures?: FiguresNeeded,
): Promise<Map<number, PriceBook>> {
  const books = await Promise.all(
    [...typeIdsByHub].map(
      async ([hubId, typeIds]) =>
        [hubId, await readFullBook(container, hubId, typeIds, figures)] as const,
    ),
  );
  return new Map(books);
}

async function readFullBook(
  container: Pick<Container, 'pool'>,
  hubId: number,
  typeIds: readonly number[],
  figures: FiguresNeeded | undefined,
): Promise<PriceBook> {
  const [book, levels, histories] = await Promise.all([
    readPriceBook(container, hubId, typeIds),
    readLevels(container, hubId, figures?.levels.get(hubId) ?? []),
    readHistories(container, hubId, figures?.histories.get(hubId) ?? []),
  ]);
  for (const [typeId, price] of book.prices) {
    const [own, paid] = [levels.get(typeId), histories.get(typeId)];
    if (own || paid) {
      book.prices.set(typeId, {
        ...price,
        ...(own && { levels: own }),
        ...(paid && { history: paid }),
      });
    }
  }
  return book;
}

/** The prices alone, as `priceItems` takes them. */
export function pricesOf(
  books: ReadonlyMap<number, PriceBook>,
): Map<number, ReadonlyMap<number, HubPrice>> {
  return new Map([...books].map(([hubId, { prices }]) => [hubId, prices]));
}

/** Read what is stored of the order books of these types at a hub. */
export async function readPriceBook(
  { pool }: Pick<Container, 'pool'>,
  hubId: number,
  typeIds: readonly number[],
): Promise<PriceBook> {
  const [prices, hubs] = await Promise.all([
    pool.query<Row>({
      name: 'price-book',
      text: `select type_id, buy_best::text, buy_top5::text, sell_best::text, sell_top5::text,
          buy_volume::text, sell_volume::text, buy_orders, sell_orders, book_at
        from price where hub_id = $1 and type_id = any($2::int[])`,
      values: [hubId, typeIds],
    }),
    pool.query<{ next_poll_at: Date; hub_book_at: Date | null }>({
      name: 'price-book-hub',
      text: `select next_poll_at,
          (select max(book_at) from price where hub_id = hub.location_id) as hub_book_at
        from hub where location_id = $1`,
      values: [hubId],
    }),
  ]);
  return {
    prices: new Map(prices.rows.map((row) => [row.type_id, toHubPrice(row)])),
    hubBookAt: hubs.rows[0]?.hub_book_at ?? null,
    nextAt: hubs.rows[0]?.next_poll_at ?? null,
  };
}

function toHubPrice(row: Row): HubPrice {
  return {
    buyBest: toAmount(row.buy_best),
    buyTop5: toAmount(row.buy_top5),
    sellBest: toAmount(row.sell_best),
    sellTop5: toAmount(row.sell_top5),
    buyVolume: toId(BigInt(row.buy_volume)),
    sellVolume: toId(BigInt(row.sell_volume)),
    buyOrders: row.buy_orders,
    sellOrders: row.sell_orders,
    bookAt: row.book_at,
  };
}

function toAmount(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
