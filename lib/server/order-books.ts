import { type OrderBook, orderBookSchema } from '#lib/core/pricing/order-book.ts';
import type { Container } from './container.ts';

/** The levels of a book as it was read last; null where none was. Its age is that of the hub's price. */
export async function readOrderBook(
  { pool }: Pick<Container, 'pool'>,
  hubId: number,
  typeId: number,
): Promise<OrderBook | null> {
  return (await readLevels({ pool }, hubId, [typeId])).get(typeId) ?? null;
}

/** As {@link readOrderBook}, for many types; one whose book was never kept is missing. */
export async function readLevels(
  { pool }: Pick<Container, 'pool'>,
  hubId: number,
  typeIds: readonly number[],
): Promise<Map<number, OrderBook>> {
  if (typeIds.length === 0) return new Map();
  const { rows } = await pool.query<{ type_id: number; levels: unknown }>({
    name: 'order-books',
    text: 'select type_id, levels from order_book where hub_id = $1 and type_id = any($2::int[])',
    values: [hubId, typeIds],
  });
  return new Map(rows.map(({ type_id, levels }) => [type_id, orderBookSchema.parse(levels)]));
}
