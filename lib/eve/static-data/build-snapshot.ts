/**
 * Make a snapshot from CCP's static data export.
 *
 * @param options.from The export: a folder (files plain or `.gz`) or a `.zip`.
 * @param options.release What the export calls itself, where it does not say it; a hash of the
 *   content is put behind it.
 * @param options.to Folder that gets the snapshot.
 * @throws {ExportUnreadableError} When a file is missing or a row lacks a field.
 */
export async function buildSnapshot(options: {
  from: string;
  release?: string | undefined;
  to: string;
}): Promise<{ version: string; bytes: number; types: number; gradeNames: number }> {
  // Loaded here only: the readers of a snapshot need neither these files nor zod.
  const [{ readExport }, { writeSnapshot }] = await Promise.all([
    import('./read-export.ts'),
    import('./write-snapshot.ts'),
  ]);
  const tables = await readExport(options.from, { release: options.release });
  const bytes = await writeSnapshot(tables, options.to);
  const gradeNames = tables.types.filter((type) => type.aliases.length > 0).length;
  return { version: tables.version, bytes, types: tables.types.length, gradeNames };
}
