import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ExportUnreadableError } from './errors.ts';
import { openExportFolder } from './export-folder.ts';
import { openExportZip } from './export-zip.ts';

/** An export on disk. Its files are known by their names alone. */
export type ExportSource = AsyncDisposable & {
  readonly path: string;
  has(file: string): boolean;
  /** The file's unpacked bytes. @throws {ExportUnreadableError} When it is not there. */
  open(file: string): Promise<Readable>;
};

/**
 * No file of the real export comes near this; a zip that says it holds more is made to fill the
 * disk or the memory of whoever unpacks it.
 */
export const MAX_FILE_BYTES = 2 ** 30;

/**
 * Open a folder (files plain or `.gz`) or a `.zip` of CCP's export. Nothing is unpacked to disk.
 *
 * @throws {ExportUnreadableError} When it is neither.
 */
export async function openExport(path: string): Promise<ExportSource> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new ExportUnreadableError(path, 'there is no such file or folder');
  if (found.isDirectory()) return openExportFolder(path);
  if (found.isFile()) return openExportZip(path);
  throw new ExportUnreadableError(path, 'it is neither a folder nor a zip file');
}
