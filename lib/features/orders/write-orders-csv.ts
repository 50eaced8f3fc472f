import { toCsv } from '#lib/core/csv.ts';
import { toIskText } from '#lib/core/isk.ts';
import type { Orders } from './schema.ts';

const HEADS = [
  'Order',
  'Stage',
  'Program',
  'Receiver',
  'Place',
  'Ordered',
  'Holds until',
  'Price ISK',
  'Item',
  'Type id',
  'Quantity',
  'Lacking',
  'Unit price ISK',
];

/** A row for each item of each order. */
export function writeOrdersCsv({ orders }: Orders): string {
  return toCsv([
    HEADS,
    ...orders.flatMap((order) =>
      order.lines.map((line) => [
        order.shownCode,
        order.stage,
        order.programName,
        order.receiverName,
        order.place.name,
        order.createdAt.toISOString(),
        order.expiresAt.toISOString(),
        toIskText(order.priceIsk),
        line.name,
        line.typeId,
        line.quantity,
        line.lacking,
        toIskText(line.unitPriceIsk),
      ]),
    ),
  ]);
}
