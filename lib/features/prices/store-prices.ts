import type { BookStatistics } from '#lib/core/pricing/book-statistics.ts';
import { type OrderBook, orderBookSchema } from '#lib/core/pricing/order-book.ts';
import type { Container } from '#lib/server/container.ts';

export type ReadPrice = {
  readonly typeId: number;
  readonly statistics: BookStatistics;
  /** The orders that the statistics are of. */
  readonly book: OrderBook;
  readonly bookAt: Date;
  readonly fetchedAt: Date;
  readonly expiresAt: Date;
};

/** Write many prices and their books at once. A book that is older than the stored one changes nothing. */
export async function storePrices(
  { pool }: Pick<Container, 'pool'>,
  hubId: number,
  prices: readonly ReadPrice[],
): Promise<void> {
  if (prices.length === 0) return;
  const column = <T>(pick: (price: ReadPrice) => T) => prices.map(pick);
  await pool.query({
    name: 'store-prices',
    text: STORE,
    values: [
      hubId,
      column(({ typeId }) => typeId),
      column(({ statistics }) => statistics.buyBest),
      column(({ statistics }) => statistics.buyTop5),
      column(({ statistics }) => statistics.sellBest),
      column(({ statistics }) => statistics.sellTop5),
      column(({ statistics }) => statistics.buyVolume),
      column(({ statistics }) => statistics.sellVolume),
      column(({ statistics }) => statistics.buyOrders),
      column(({ statistics }) => statistics.sellOrders),
      column(({ bookAt }) => bookAt),
      column(({ fetchedAt }) => fetchedAt),
      column(({ expiresAt }) => expiresAt),
      column(({ book }) => JSON.stringify(orderBookSchema.encode(book))),
    ],
  });
}

const STORE = `
  with stored as (insert into price (hub_id, type_id, buy_best, buy_top5, sell_best, sell_top5,
    buy_volume, sell_volume, buy_orders, sell_orders, book_at, fetched_at, expires_at)
  select $1::bigint, row.*
  from unnest($2::int[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::bigint[], $9::int[], $10::int[],
    $11::timestamptz[], $12::timestamptz[], $13::timestamptz[]) as row
  on conflict (hub_id, type_id) do update set
    buy_best = excluded.buy_best, buy_top5 = excluded.buy_top5,
    sell_best = excluded.sell_best, sell_top5 = excluded.sell_top5,
    buy_volume = excluded.buy_volume, sell_volume = excluded.sell_volume,
    buy_orders = excluded.buy_orders, sell_orders = excluded.sell_orders,
    book_at = excluded.book_at, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at
  where price.book_at <= excluded.book_at
  returning hub_id, type_id)
  insert into order_book (hub_id, type_id, levels)
  select stored.hub_id, stored.type_id, book.levels::jsonb
  from stored join unnest($2::int[], $14::text[]) as book(type_id, levels) using (type_id)
  on conflict (hub_id, type_id) do update set levels = excluded.levels`;
