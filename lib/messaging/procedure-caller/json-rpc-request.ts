import { createFailure, type JsonRpcId } from './json-rpc-errors.ts';

export type JsonRpcRequest = {
  /** Absent: a notification, which is never answered. */
  readonly id?: JsonRpcId;
  readonly method: string;
  readonly args: readonly unknown[];
};

type Failure = ReturnType<typeof createFailure>;

/** Calls of more arguments than any function has could fill the stack. */
const MOST_ARGS = 1_000;

/** Read one request. Members that the specification does not know are let pass, as it does. */
export function readRequest(value: unknown): JsonRpcRequest | Failure {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return createFailure(null, 'invalid-request', 'a request is an object');
  }
  const { jsonrpc, id, method, params } = value as Readonly<Record<string, unknown>>;
  // What cannot be told apart from other requests is answered to nobody.
  const answerTo = isId(id) ? id : null;
  if (jsonrpc !== '2.0') return createFailure(answerTo, 'invalid-request', 'jsonrpc is not "2.0"');
  if (id !== undefined && !isId(id)) {
    return createFailure(
      null,
      'invalid-request',
      'id is no string, null, or number of 53 bits at most',
    );
  }
  if (typeof method !== 'string') {
    return createFailure(answerTo, 'invalid-request', 'method is no string');
  }
  const args = readParams(params);
  if (args === undefined) {
    return createFailure(answerTo, 'invalid-request', 'params is no list or object');
  }
  return id === undefined ? { method, args } : { id, method, args };
}

function readParams(params: unknown): readonly unknown[] | undefined {
  if (params === undefined) return [];
  if (Array.isArray(params)) return params.length <= MOST_ARGS ? params : undefined;
  return typeof params === 'object' && params !== null ? [params] : undefined;
}

/** A number that was rounded when it was parsed would come back as another one. */
function isId(id: unknown): id is JsonRpcId {
  if (typeof id === 'number') return Math.abs(id) <= Number.MAX_SAFE_INTEGER;
  return typeof id === 'string' || id === null;
}
