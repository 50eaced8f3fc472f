import { basename, dirname } from 'node:path';
import { pipeline, type Readable, Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { ExportUnreadableError } from './errors.ts';
import { type ExportSource, MAX_FILE_BYTES } from './export-source.ts';

/** The real export has about a hundred files. */
const MAX_ENTRIES = 10_000;

/**
 * A zip file of the export, its files side by side, at the top or in one folder.
 *
 * Only its table of contents is read here. An entry is never written anywhere, so its name can
 * harm nobody; entries that are encrypted, too large or there twice are refused. One that unpacks
 * to more than its table says is broken off there, and one of another checksum fails at its end: a
 * single bit that turned over on the way leaves right lines with wrong figures.
 */
export async function openExportZip(path: string): Promise<ExportSource> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch(
    (cause) => {
      throw new ExportUnreadableError(path, `it is not a zip file, or is cut short`, { cause });
    },
  );
  try {
    const entries = await listEntries(zip, path);
    return {
      path,
      has: (file) => entries.has(file),
      async open(file) {
        const entry = entries.get(file);
        if (!entry) throw new ExportUnreadableError(`${path}/${file}`, 'it is missing');
        refuseHarmful(entry, `${path}/${file}`);
        const bytes = await zip.openReadStreamPromise(entry).catch((cause: Error) => {
          // Above all: packed in a way that is none of zip's own.
          throw new ExportUnreadableError(`${path}/${file}`, `it is damaged (${cause.message})`, {
            cause,
          });
        });
        return withChecksum(bytes, entry.crc32);
      },
      async [Symbol.asyncDispose]() {
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listEntries(zip: ZipFile, path: string): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) {
    throw new ExportUnreadableError(path, `it holds ${zip.entryCount} files`);
  }
  const entries = new Map<string, Entry>();
  const folders = new Set<string>();
  let twice: string | undefined;
  try {
    for await (const entry of zip.eachEntry()) {
      const file = basename(entry.fileName);
      if (entry.fileName.endsWith('/') || !/\.jsonl?$/.test(file)) continue;
      folders.add(dirname(entry.fileName));
      if (entries.has(file)) twice ??= file;
      entries.set(file, entry);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExportUnreadableError(path, `its table of contents is damaged (${reason})`, {
      cause,
    });
  }
  // Two folders could each have a types.jsonl, and nobody knows which is meant.
  if (folders.size > 1) {
    throw new ExportUnreadableError(path, 'its files lie in several folders');
  }
  if (twice) throw new ExportUnreadableError(`${path}/${twice}`, 'it is in the zip file twice');
  return entries;
}

function refuseHarmful(entry: Entry, path: string): void {
  if (entry.isEncrypted()) throw new ExportUnreadableError(path, 'it is encrypted');
  if (entry.uncompressedSize > MAX_FILE_BYTES) {
    throw new ExportUnreadableError(path, `it unpacks to ${entry.uncompressedSize} bytes`);
  }
}

/** The zip library compares sizes alone and leaves the checksum to its caller. */
function withChecksum(bytes: Readable, expected: number): Readable {
  let sum = 0;
  const checked = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush(done) {
      done(sum === expected ? null : new Error('its checksum is another'));
    },
  });
  // Whoever reads `checked` gets the error, and whoever destroys it closes the entry.
  pipeline(bytes, checked, () => undefined);
  return checked;
}
