import { type OrderBook, orderBookSchema } from '#lib/core/pricing/order-book.ts';
import type { Container } from './container.ts';

/** The levels of a book as it was read last; null where none was. Its age is that of the hub's price. */
export async function readOrderBook(
  { pool }: Pick<Container, 'pool'>,
  hubId: number,
  typeId: number,
): Promise<OrderBook | null> {
  const { rows } = await pool.query<{ levels: unknown }>({
    name: 'order-book',
    text: 'select levels from order_book where hub_id = $1 and type_id = $2',
    values: [hubId, typeId],
  });
  const levels = rows[0]?.levels;
  return levels === undefined ? null : orderBookSchema.parse(levels);
}
