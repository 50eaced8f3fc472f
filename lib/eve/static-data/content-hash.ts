import { createHash } from 'node:crypto';
import { packTables } from './snapshot-format.ts';
import type { StaticTables } from './tables.ts';

/** Eight hexadecimal digits of all rows and of the version that stands in the tables. */
export function contentHash(tables: StaticTables): string {
  return createHash('sha256')
    .update(JSON.stringify(packTables(tables)))
    .digest('hex')
    .slice(0, 8);
}
