import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { SNAPSHOT_FILE } from './read-snapshot.ts';
import { packTables } from './snapshot-format.ts';
import type { StaticTables } from './tables.ts';

/**
 * Write tables as the compact snapshot that {@link readSnapshot} reads.
 *
 * The version gets a hash of the content behind it, so that equal versions mean equal rows.
 *
 * @returns The version as written and the file's size.
 */
export async function writeSnapshot(
  tables: StaticTables,
  folder: string,
): Promise<{ version: string; bytes: number }> {
  const content = createHash('sha256')
    .update(JSON.stringify(packTables(tables)))
    .digest('hex');
  const version = `${tables.version}-${content.slice(0, 8)}`;
  const text = Buffer.from(JSON.stringify(packTables({ ...tables, version })));
  const packed = brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
  await mkdir(folder, { recursive: true });
  // Never half a snapshot: a reader sees the old file or the new one.
  await writeFile(join(folder, `${SNAPSHOT_FILE}.new`), packed);
  await rename(join(folder, `${SNAPSHOT_FILE}.new`), join(folder, SNAPSHOT_FILE));
  return { version, bytes: packed.length };
}
