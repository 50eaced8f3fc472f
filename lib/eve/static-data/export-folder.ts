import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ExportUnreadableError } from './errors.ts';
import type { ExportSource } from './export-source.ts';

/** A folder that holds the export's files, each plain or with `.gz` behind its name. */
export async function openExportFolder(path: string): Promise<ExportSource> {
  const names = new Set(await readdir(path));
  return {
    path,
    has: (file) => names.has(file) || names.has(`${file}.gz`),
    async open(file) {
      if (names.has(file)) return createReadStream(join(path, file));
      if (names.has(`${file}.gz`)) return unpack(createReadStream(join(path, `${file}.gz`)));
      throw new ExportUnreadableError(join(path, file), 'it is missing');
    },
    async [Symbol.asyncDispose]() {},
  };
}

function unpack(packed: Readable): Readable {
  const unpacked = createGunzip();
  // Whoever reads `unpacked` gets the error: pipeline destroys it with that.
  pipeline(packed, unpacked, () => undefined);
  return unpacked;
}
