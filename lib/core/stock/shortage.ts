/**
 * Whether there is enough of what somebody wants, and whose turn it is where there is not.
 *
 * @module
 */

/** Units of one type at one place. */
export type StockLevel = {
  /** What is there. */
  readonly quantity: number;
  /** What quotes hold of it. */
  readonly reserved: number;
};

/** Units that a new order may have. A count below what is reserved leaves none. */
export function availableOf({ quantity, reserved }: StockLevel): number {
  return Math.max(0, quantity - reserved);
}

/** Some of an order that is not there. */
export type Shortage = {
  readonly typeId: number;
  /** Units that were asked for. */
  readonly wanted: number;
  /** Units that are free. */
  readonly available: number;
};

/** Types of which more is wanted than is free, in the order in which they are wanted. */
export function findShortages(
  wanted: readonly { readonly typeId: number; readonly quantity: number }[],
  levels: ReadonlyMap<number, StockLevel>,
): Shortage[] {
  return wanted.flatMap(({ typeId, quantity }) => {
    const level = levels.get(typeId);
    const available = level ? availableOf(level) : 0;
    return quantity > available ? [{ typeId, wanted: quantity, available }] : [];
  });
}

const NAMED = 3;

/** One sentence for the pilot who wants more than there is: how much there is. */
export function describeShortages(
  shortages: readonly Shortage[],
  nameOf: (typeId: number) => string,
): string {
  const parts = shortages.slice(0, NAMED).map(({ typeId, wanted, available }) => {
    const units = format(available);
    return available === 0
      ? `no ${nameOf(typeId)} is left`
      : `only ${units} ${nameOf(typeId)} ${available === 1 ? 'is' : 'are'} left of the ${format(wanted)} that you want`;
  });
  const more = shortages.length - parts.length;
  const rest = more > 0 ? `; and less of ${more} more ${more === 1 ? 'type' : 'types'}` : '';
  const text = `${parts.join('; ')}${rest}.`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} Change the order and send it again.`;
}

function format(units: number): string {
  return units.toLocaleString('en-US');
}

/** An order as its turn comes: `wanted` units of each type that are not handed over yet. */
export type WaitingOrder = {
  readonly orderId: string;
  readonly createdAt: Date;
  readonly lines: readonly { readonly stockId: string; readonly units: number }[];
};

/**
 * Share what is there out among orders, the oldest first: of each order and stock the units that lack.
 *
 * @param quantities Units there are, by stock.
 * @returns By order, then by stock; what lacks nothing is absent.
 */
export function findUncovered(
  orders: readonly WaitingOrder[],
  quantities: ReadonlyMap<string, number>,
): Map<string, Map<string, number>> {
  const left = new Map(quantities);
  const uncovered = new Map<string, Map<string, number>>();
  for (const { orderId, lines } of orders.toSorted(oldestFirst)) {
    const lacking = new Map<string, number>();
    for (const { stockId, units } of lines) {
      const room = left.get(stockId) ?? 0;
      left.set(stockId, Math.max(0, room - units));
      if (units > room) lacking.set(stockId, units - room);
    }
    if (lacking.size > 0) uncovered.set(orderId, lacking);
  }
  return uncovered;
}

/** In the order in which they came. */
function oldestFirst(a: WaitingOrder, b: WaitingOrder): number {
  return (
    a.createdAt.getTime() - b.createdAt.getTime() ||
    (a.orderId < b.orderId ? -1 : a.orderId > b.orderId ? 1 : 0)
  );
}
