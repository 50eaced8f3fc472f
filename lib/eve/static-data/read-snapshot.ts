import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { SnapshotUnreadableError } from './errors.ts';
import { SNAPSHOT_LAYOUT, type Snapshot, unpackTables } from './snapshot-format.ts';
import type { StaticTables } from './tables.ts';

/** The snapshot's file name inside its folder. */
export const SNAPSHOT_FILE = 'snapshot.json.br';

/**
 * Read the committed snapshot into rows; about 100 ms.
 *
 * @param folder Where the snapshot lies; by default `prisma/static-data` of the checkout that
 *   holds this file.
 * @throws {SnapshotUnreadableError} When the file is missing, damaged or of another layout.
 */
export async function readSnapshot(folder?: string): Promise<StaticTables> {
  const path = join(folder ?? defaultFolder(), SNAPSHOT_FILE);
  let snapshot: Snapshot;
  try {
    const text = brotliDecompressSync(await readFile(path)).toString();
    // Written by packTables; a foreign layout is refused below, a short column by unpackTables.
    snapshot = JSON.parse(text) as Snapshot;
  } catch (cause) {
    throw new SnapshotUnreadableError(path, String(cause), { cause });
  }
  if (snapshot.layout !== SNAPSHOT_LAYOUT) {
    throw new SnapshotUnreadableError(path, `layout ${snapshot.layout}, wanted ${SNAPSHOT_LAYOUT}`);
  }
  return unpackTables(snapshot);
}

function defaultFolder(): string {
  // Not `new URL('…', import.meta.url)`: a bundler would take that for a file to bundle.
  return join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'prisma', 'static-data');
}
