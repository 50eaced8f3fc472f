import { stat } from 'node:fs/promises';
import { ExportUnreadableError } from './errors.ts';
import { openExportFolder } from './export-folder.ts';
import type { ExportSource } from './export-source.ts';
import { openExportZip } from './export-zip.ts';

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
