/**
 * What can go wrong with a call of a procedure. Switch on `code`; it never changes.
 *
 * @module
 */

/** Any failure of the table itself. What a procedure throws passes through as it is. */
export abstract class ProcedureError extends Error {
  abstract readonly code: `ERR_PROCEDURE_${string}`;
  /** Whether the same call may succeed later without anyone acting. */
  abstract readonly isRetryable: boolean;
  readonly #procedure: string;

  constructor(procedure: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.#procedure = procedure;
  }

  /**
   * The name of what was called. Of a call of one procedure that calls another, the failure of the other is a
   * fault of the one, and none of its caller's business.
   */
  get procedure(): string {
    return this.#procedure;
  }
}

/** There is no procedure of this name. */
export class ProcedureNotFoundError extends ProcedureError {
  override readonly name = 'ProcedureNotFoundError';
  readonly code = 'ERR_PROCEDURE_NOT_FOUND';
  readonly isRetryable = false;

  constructor(name: string, options?: ErrorOptions) {
    super(name, `Unknown procedure ${quote(name)}`, options);
  }
}

/** A procedure of this name is there already, and was not to be replaced. */
export class ProcedureExistsError extends ProcedureError {
  override readonly name = 'ProcedureExistsError';
  readonly code = 'ERR_PROCEDURE_EXISTS';
  readonly isRetryable = false;

  constructor(name: string, options?: ErrorOptions) {
    super(name, `The procedure ${quote(name)} is defined already`, options);
  }
}

/** One thing that is wrong with an input or an output. `path` is empty for the whole of it. */
export type ProcedureIssue = {
  readonly path: readonly (string | number)[];
  readonly message: string;
};

/** What the caller gave is not what the procedure takes. */
export class ProcedureInputError extends ProcedureError {
  override readonly name = 'ProcedureInputError';
  readonly code = 'ERR_PROCEDURE_INPUT';
  readonly isRetryable = false;
  readonly issues: readonly ProcedureIssue[];

  constructor(name: string, issues: readonly ProcedureIssue[], options?: ErrorOptions) {
    super(name, `Wrong input for ${quote(name)}: ${describeIssues(issues)}`, options);
    this.issues = issues;
  }
}

/** The procedure answered with something that its own schema does not allow: a fault of ours. */
export class ProcedureOutputError extends ProcedureError {
  override readonly name = 'ProcedureOutputError';
  readonly code = 'ERR_PROCEDURE_OUTPUT';
  readonly isRetryable = false;
  readonly issues: readonly ProcedureIssue[];

  constructor(name: string, issues: readonly ProcedureIssue[], options?: ErrorOptions) {
    super(name, `${quote(name)} gave a wrong output: ${describeIssues(issues)}`, options);
    this.issues = issues;
  }
}

/** The procedure did not answer in time. Whether its work was done is not known. */
export class ProcedureTimeoutError extends ProcedureError {
  override readonly name = 'ProcedureTimeoutError';
  readonly code = 'ERR_PROCEDURE_TIMEOUT';
  readonly isRetryable = true;

  constructor(name: string, timeoutMs: number, options?: ErrorOptions) {
    super(name, `${quote(name)} took longer than ${timeoutMs} ms`, options);
  }
}

/** The caller took its call back. `cause` is the reason it gave. */
export class ProcedureAbortedError extends ProcedureError {
  override readonly name = 'ProcedureAbortedError';
  readonly code = 'ERR_PROCEDURE_ABORTED';
  readonly isRetryable = false;

  constructor(name: string, options?: ErrorOptions) {
    super(name, `The call of ${quote(name)} was taken back`, options);
  }
}

/** A middleware called `next()` twice: a fault of ours, and nothing was run a second time. */
export class ProcedureChainError extends ProcedureError {
  override readonly name = 'ProcedureChainError';
  readonly code = 'ERR_PROCEDURE_CHAIN';
  readonly isRetryable = false;

  constructor(name: string, options?: ErrorOptions) {
    super(name, `A middleware of ${quote(name)} called next() twice`, options);
  }
}

const LONGEST_QUOTE = 80;

/** Names come from outside and may be of any length. */
function quote(name: string): string {
  return JSON.stringify(name.length > LONGEST_QUOTE ? `${name.slice(0, LONGEST_QUOTE)}…` : name);
}

const MOST_ISSUES = 5;

function describeIssues(issues: readonly ProcedureIssue[]): string {
  const shown = issues.slice(0, MOST_ISSUES).map(({ path, message }) => {
    return path.length === 0 ? message : `${path.join('.')}: ${message}`;
  });
  return issues.length > MOST_ISSUES ? `${shown.join('; ')}; …` : shown.join('; ');
}
