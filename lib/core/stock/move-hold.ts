/**
 * What becomes of stock when a quote that holds some of it moves.
 *
 * All in bigint units, as the database has them. Of every move `reserved` changes by exactly what `held` does.
 *
 * @module
 */

/** Units of one type at one place, and what one quote has of them. */
export type Held = {
  /** What is there. */
  readonly quantity: bigint;
  /** What all quotes hold of it. */
  readonly reserved: bigint;
  /** What this quote was made for. */
  readonly wanted: bigint;
  /** What this quote holds. */
  readonly held: bigint;
  /** What accepted contracts have handed over for this quote. */
  readonly taken: bigint;
};

/** Give back all that the quote holds: it has ended. */
export function release(stock: Held): Held {
  return { ...stock, reserved: stock.reserved - stock.held, held: 0n };
}

/**
 * Hand units over: an accepted contract held them. First what the quote holds; beyond that only what nobody
 * else holds, since those units are promised. `quantity` never goes below 0, though the trader may have
 * counted less than was there.
 *
 * @param units No more than was quoted counts.
 */
export function take(stock: Held, units: bigint): Held {
  const open = stock.wanted - stock.taken;
  const given = smallerOf(units, open);
  const ofHeld = smallerOf(given, stock.held);
  const reserved = stock.reserved - ofHeld;
  const left = atLeastZero(stock.quantity - ofHeld);
  const free = atLeastZero(left - reserved);
  const beyond = given - ofHeld;
  return {
    ...stock,
    quantity: left - smallerOf(beyond, free),
    reserved,
    held: stock.held - ofHeld,
    taken: stock.taken + given,
  };
}

/** Hold again what the quote gave back when it ran out, as far as nobody else has it by now. */
export function holdAgain(stock: Held): Held {
  const free = atLeastZero(stock.quantity - stock.reserved);
  const lacking = stock.wanted - stock.taken - stock.held;
  const more = smallerOf(lacking, free);
  return { ...stock, reserved: stock.reserved + more, held: stock.held + more };
}

function smallerOf(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function atLeastZero(units: bigint): bigint {
  return units > 0n ? units : 0n;
}
