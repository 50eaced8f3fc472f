import type { Readable } from 'node:stream';

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
