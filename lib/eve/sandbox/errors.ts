/**
 * What can go wrong with the sandbox itself; what it plays for its callers are answers, not errors.
 *
 * @module
 */

/** Any fault of the sandbox. Switch on `code`; it never changes. */
export abstract class SandboxError extends Error {
  abstract readonly code: `ERR_SANDBOX_${string}`;
  /** Whether the same call may succeed later without anyone acting. */
  abstract readonly isRetryable: boolean;
}

/** The state on disk is not the sandbox's, or of a version it does not know. Nothing was changed. */
export class SandboxStateError extends SandboxError {
  override readonly name = 'SandboxStateError';
  readonly code = 'ERR_SANDBOX_STATE';
  readonly isRetryable = false;

  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file} cannot be used: ${reason}. Move it away to start a new universe.`, options);
  }
}
