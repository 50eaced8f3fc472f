/**
 * What can go wrong with static data.
 *
 * @module
 */

/** Base of every error of this kit. None is worth a retry: the files must change first. */
export abstract class StaticDataError extends Error {
  abstract readonly code: `ERR_STATIC_DATA_${string}`;
  readonly isRetryable = false;
}

/** The snapshot file is missing, cut short, or of a layout that this version cannot read. */
export class SnapshotUnreadableError extends StaticDataError {
  override readonly name = 'SnapshotUnreadableError';
  readonly code = 'ERR_STATIC_DATA_SNAPSHOT_UNREADABLE';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`The static data snapshot ${path} cannot be read: ${reason}`, options);
    this.path = path;
  }
}

/** A file of CCP's export is missing or a row of it lacks what we need. */
export class ExportUnreadableError extends StaticDataError {
  override readonly name = 'ExportUnreadableError';
  readonly code = 'ERR_STATIC_DATA_EXPORT_UNREADABLE';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`The export file ${path} cannot be read: ${reason}`, options);
    this.path = path;
  }
}
