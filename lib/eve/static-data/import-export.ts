import type { StaticTables } from './tables.ts';

/** How to read an export that is to follow what is loaded. */
export type ImportOptions = {
  /** What is loaded: of an export without repackaged volumes, those that are known stay. */
  readonly current: StaticTables;
  /** CCP's build number, for an export that lacks the file which says it. */
  readonly build?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each file with how many rows of it are used. */
  readonly onFile?: ((file: string, rows: number) => void) | undefined;
};

/**
 * Read CCP's static data export (JSONL, a folder or a `.zip`) into rows.
 *
 * @throws {ExportUnreadableError} When a file is missing or a line is not as it should be.
 */
export async function importExport(
  path: string,
  { current, build, signal, onFile }: ImportOptions,
): Promise<StaticTables> {
  // Loaded here only: most users of this kit read no export, and need neither zod nor yauzl.
  const [{ readExport }, { knownPackagedVolumes }] = await Promise.all([
    import('./read-export.ts'),
    import('./known-volumes.ts'),
  ]);
  return readExport(path, {
    release: build === undefined ? undefined : `sde-${build}`,
    packagedVolumes: current.types.length > 0 ? knownPackagedVolumes(current) : undefined,
    signal,
    onFile,
  });
}
