/** What may stand in an array of a bulk write. */
export type SqlValue = string | number | bigint | boolean | Date | Uint8Array | null;

/**
 * Write an array as PostgreSQL reads it, to be given as one text: `${toSqlArray(ids)}::bigint[]`.
 *
 * Given as an array, each of its values would be wrapped and unwrapped on the way, which for bulk
 * writes costs more than all else.
 */
export function toSqlArray(values: Iterable<SqlValue>): string {
  // Joined, not added one to the other: that would leave as many pieces behind for the collector.
  return `{${Array.from(values, toElement).join(',')}}`;
}

/**
 * Write texts that are JSON as one array of JSON: `jsonb_array_elements(${toJsonArray(texts)}::jsonb)`.
 * As elements of `toSqlArray` each of their many quotes would be escaped, and read as such.
 */
export function toJsonArray(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

function toElement(value: SqlValue): string {
  if (typeof value === 'number') return String(value);
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString('hex')}"`;
  return String(value);
}
