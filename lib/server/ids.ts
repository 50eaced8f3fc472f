/**
 * EVE's ids and quantities: safe-integer numbers in code, BIGINT in the database.
 *
 * @module
 */

/**
 * Read an id or a quantity out of a database row.
 *
 * @throws {RangeError} Beyond ±2^53: two different ids would become one.
 */
export function toId(value: bigint): number {
  const id = Number(value);
  if (Number.isSafeInteger(id)) return id;
  throw new RangeError(`Not a safe integer: ${value}`);
}

/** Write an id or a quantity into a database row. */
export function fromId(id: number): bigint {
  return BigInt(id);
}
