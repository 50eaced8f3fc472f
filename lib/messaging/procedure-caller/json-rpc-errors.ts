import {
  ProcedureAbortedError,
  ProcedureError,
  ProcedureInputError,
  ProcedureNotFoundError,
  ProcedureTimeoutError,
} from './errors.ts';

/** `undefined` never travels: a request without an id is a notification. */
export type JsonRpcId = string | number | null;

/** Codes from -32768 to -32000 are the protocol's own. */
export type JsonRpcError = {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
};

export type JsonRpcResponse =
  | { readonly jsonrpc: '2.0'; readonly id: JsonRpcId; readonly result: unknown }
  | { readonly jsonrpc: '2.0'; readonly id: JsonRpcId; readonly error: JsonRpcError };

const KINDS = {
  'parse-error': { code: -32_700, message: 'Parse error' },
  'invalid-request': { code: -32_600, message: 'Invalid Request' },
  'internal-error': { code: -32_603, message: 'Internal error' },
} as const;

/** A failure that lies before or beside the procedure. */
export function createFailure(
  id: JsonRpcId,
  kind: keyof typeof KINDS,
  reason?: string,
): JsonRpcResponse & { readonly error: JsonRpcError } {
  const error = reason === undefined ? KINDS[kind] : { ...KINDS[kind], data: { reason } };
  return { jsonrpc: '2.0', id, error };
}

/** The table's own errors about a method that a peer may know: no stack, no path, no text of a procedure. */
export function toJsonRpcError(error: unknown, method: string): JsonRpcError | undefined {
  if (!(error instanceof ProcedureError) || error.procedure !== method) return undefined;
  if (error instanceof ProcedureNotFoundError)
    return { code: -32_601, message: 'Method not found' };
  if (error instanceof ProcedureInputError) {
    return { code: -32_602, message: 'Invalid params', data: { issues: error.issues } };
  }
  if (error instanceof ProcedureTimeoutError) return { code: -32_001, message: 'Timed out' };
  if (error instanceof ProcedureAbortedError) return { code: -32_002, message: 'Aborted' };
  return undefined;
}
