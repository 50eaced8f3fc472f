import type { HubPrice } from '#lib/core/pricing/hub-price.ts';
import type { FiguresNeeded } from '#lib/core/pricing/list-books.ts';
import type { Container } from './container.ts';
import { toId } from './ids.ts';
import { readLevels } from './order-books.ts';
import { readHistories } from './price-histories.ts';

export type PriceBook = {
  /** A type whose book was never read is missing, never 0. */
  readonly prices: Map<number, HubPrice>;
  /**
   * The newest book of these types; where none of them has one, of whatever the hub has. Null: no price is
   * known there.
   */
  readonly newestBookAt: Date | null;
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

type HubRow = {
  type_id: null;
  book_at: Date | null;
  next_poll_at: Date;
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

// One question, for every price that is asked for costs one. The last row is the hub's own: the newest of
// all its books is looked for only where it is needed, since that reads them all.
const READ = `
  with asked as (
    select type_id, buy_best::text, buy_top5::text, sell_best::text, sell_top5::text,
      buy_volume::text, sell_volume::text, buy_orders, sell_orders, book_at
    from price where hub_id = $1 and type_id = any($2::int[])
  )
  select *, null::timestamptz as next_poll_at from asked
  union all
  select null, null, null, null, null, null, null, null, null,
    coalesce((select max(book_at) from asked), (select max(book_at) from price where hub_id = $1)),
    next_poll_at
  from hub where location_id = $1`;

/** Read what is stored of the order books of these types at a hub. */
export async function readPriceBook(
  { pool }: Pick<Container, 'pool'>,
  hubId: number,
  typeIds: readonly number[],
): Promise<PriceBook> {
  const { rows } = await pool.query<Row | HubRow>({
    name: 'price-book',
    text: READ,
    values: [hubId, typeIds],
  });
  const prices = new Map<number, HubPrice>();
  let hub: HubRow | undefined;
  for (const row of rows) {
    if (row.type_id === null) hub = row;
    else prices.set(row.type_id, toHubPrice(row));
  }
  return { prices, newestBookAt: hub?.book_at ?? null, nextAt: hub?.next_poll_at ?? null };
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
