import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { SNAPSHOT_FILE } from './read-snapshot.ts';
import { packTables } from './snapshot-format.ts';
import type { StaticTables } from './tables.ts';

/**
 * Write tables as the compact snapshot that {@link readSnapshot} reads.
 *
 * @returns The file's size.
 */
export async function writeSnapshot(tables: StaticTables, folder: string): Promise<number> {
  const text = Buffer.from(JSON.stringify(packTables(tables)));
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
  return packed.length;
}
