/**
 * Named procedures in a table: checked, with middleware, called at once, from far away, or by JSON-RPC 2.0.
 *
 * @module
 */
export type { Middleware, Next } from './compose.ts';
export type { ProcedureDescription } from './describe-procedure.ts';
export {
  ProcedureAbortedError,
  ProcedureChainError,
  ProcedureError,
  ProcedureExistsError,
  ProcedureInputError,
  type ProcedureIssue,
  ProcedureNotFoundError,
  ProcedureOutputError,
  ProcedureTimeoutError,
} from './errors.ts';
export { type Answer, createJsonRpc, type JsonRpc, type JsonRpcOptions } from './json-rpc.ts';
export type { JsonRpcError, JsonRpcId, JsonRpcResponse } from './json-rpc-errors.ts';
export { Procedure, procedure } from './procedure.ts';
export { ProcedureCall } from './procedure-call.ts';
export {
  type CallOptions,
  type PlainProcedure,
  ProcedureCaller,
  type ProcedureTree,
} from './procedure-caller.ts';
export { createProcedureClient, type ProcedureClient } from './procedure-client.ts';
