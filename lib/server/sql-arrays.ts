/** What may stand in an array of a bulk write. */
export type SqlValue = string | number | bigint | boolean | Date | null;

/**
 * Write an array as PostgreSQL reads it, to be given as one text: `${toSqlArray(ids)}::bigint[]`.
 *
 * Given as an array, each of its values would be wrapped and unwrapped on the way, which for bulk
 * writes costs more than all else.
 */
export function toSqlArray(values: readonly SqlValue[]): string {
  return `{${values.map(toElement).join(',')}}`;
}

function toElement(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  return value instanceof Date ? `"${value.toISOString()}"` : String(value);
}
