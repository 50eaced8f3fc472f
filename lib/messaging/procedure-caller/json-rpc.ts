/**
 * JSON-RPC 2.0 in front of a table, over any transport: text or a parsed value in, the same out.
 * https://www.jsonrpc.org/specification
 *
 * @module
 */
import { isPromiseLike } from './is-promise-like.ts';
import {
  createFailure,
  type JsonRpcError,
  type JsonRpcResponse,
  toJsonRpcError,
} from './json-rpc-errors.ts';
import { type JsonRpcRequest, readRequest } from './json-rpc-request.ts';
import type { CallOptions, ProcedureCaller } from './procedure-caller.ts';

export type JsonRpcOptions = {
  /** Most requests in one batch; 50 unless given. */
  readonly maxBatch?: number;
  /** Longest text that is parsed, in UTF-16 units; 1 Mi unless given. */
  readonly maxTextLength?: number;
  /**
   * What a peer may know of an error that a procedure threw: nothing but "Internal error" unless
   * this says more. The table's own errors have their codes.
   */
  readonly describeError?: (error: unknown) => JsonRpcError | undefined;
  /** Told of every error that the peer does not get to see, and of those of notifications. */
  readonly onError?: (error: unknown, method: string) => void;
};

export type JsonRpc<Context> = {
  /** Answer a text; undefined where there is nothing to answer (notifications). Never throws. */
  handleText(text: string, options: CallOptions<Context>): Promise<string | undefined>;
  /** Answer a parsed value, at once where all procedures do. Never throws or rejects. */
  handle(value: unknown, options: CallOptions<Context>): Answer | PromiseLike<Answer>;
};

/** One response, those of a batch, or nothing. */
export type Answer = JsonRpcResponse | readonly JsonRpcResponse[] | undefined;

type Single = JsonRpcResponse | undefined;

/**
 * Serve a table by JSON-RPC 2.0. Params by position are the arguments; params by name are the one
 * input of the procedure. Requests of a batch run at the same time.
 *
 * @example
 * const rpc = createJsonRpc(table, { onError: (error) => log.error(error) });
 * await rpc.handleText('{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]}', { context });
 */
export function createJsonRpc<Context>(
  table: ProcedureCaller<Context>,
  {
    maxBatch = 50,
    maxTextLength = 2 ** 20,
    describeError = tellNothing,
    onError = tellNothing,
  }: JsonRpcOptions = {},
): JsonRpc<Context> {
  function handle(value: unknown, options: CallOptions<Context>): Answer | PromiseLike<Answer> {
    if (!Array.isArray(value)) return answerOne(value, options);
    if (value.length === 0) return createFailure(null, 'invalid-request', 'the batch is empty');
    if (value.length > maxBatch) {
      return createFailure(null, 'invalid-request', `more than ${maxBatch} requests in a batch`);
    }
    const answers = value.map((request) => answerOne(request, options));
    return answers.some(isPromiseLike)
      ? Promise.all(answers).then(toBatchAnswer)
      : // No promise is among them: that was asked just now.
        toBatchAnswer(answers as Single[]);
  }

  function answerOne(value: unknown, options: CallOptions<Context>): Single | Promise<Single> {
    const request = readRequest(value);
    if ('error' in request) return request;
    try {
      const result = table.callWith<unknown>(options, request.method, ...request.args);
      if (!isPromiseLike(result)) return toResponse(request, result);
      return Promise.resolve(result).then(
        (later) => toResponse(request, later),
        (error) => toFailure(request, error),
      );
    } catch (error) {
      return toFailure(request, error);
    }
  }

  function toResponse(request: JsonRpcRequest, result: unknown): Single {
    const { id } = request;
    if (id === undefined) return undefined;
    if (!leavesNothing(result)) return { jsonrpc: '2.0', id, result: result ?? null };
    return toFailure(request, new TypeError(`JSON has nothing for the result, a ${typeof result}`));
  }

  function toFailure({ id, method }: JsonRpcRequest, error: unknown): Single {
    const told = toJsonRpcError(error, method) ?? describeSafely(error);
    if (told === undefined || id === undefined) report(error, method);
    if (id === undefined) return undefined;
    return { jsonrpc: '2.0', id, error: told ?? { code: -32_603, message: 'Internal error' } };
  }

  function describeSafely(error: unknown): JsonRpcError | undefined {
    try {
      return describeError(error);
    } catch (fault) {
      report(fault, 'describeError');
      return undefined;
    }
  }

  /** Who is told of errors has no one to tell of his own; the others of a batch must have their answers. */
  function report(error: unknown, method: string): void {
    try {
      const told: unknown = onError(error, method);
      if (told instanceof Promise) told.catch(tellNothing);
    } catch {}
  }

  function write(answer: Answer): string | undefined {
    if (answer === undefined) return undefined;
    try {
      return JSON.stringify(answer);
    } catch (error) {
      report(error, 'JSON.stringify');
      return JSON.stringify(replaceUnwritable(answer));
    }
  }

  return {
    handle,
    async handleText(text, options) {
      if (text.length > maxTextLength) {
        return write(createFailure(null, 'invalid-request', `longer than ${maxTextLength}`));
      }
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return write(createFailure(null, 'parse-error'));
      }
      return write(await handle(value, options));
    },
  };
}

/** Whether JSON would leave a result out, and the answer with neither result nor error. */
function leavesNothing(result: unknown): boolean {
  if (typeof result === 'function' || typeof result === 'symbol') return true;
  if (typeof result !== 'object' || result === null || !('toJSON' in result)) return false;
  try {
    return JSON.stringify(result) === undefined;
  } catch {
    // Told when it is written.
    return false;
  }
}

/** A batch of nothing but notifications is answered with nothing, not with an empty list. */
function toBatchAnswer(answers: readonly Single[]): Answer {
  const responses = answers.filter((answer) => answer !== undefined);
  return responses.length > 0 ? responses : undefined;
}

/** One result that JSON cannot hold must not cost the others of its batch their answer. */
function replaceUnwritable(answer: NonNullable<Answer>): NonNullable<Answer> {
  if (Array.isArray(answer)) return answer.map((one) => replaceOne(one));
  // Not a list: the compiler does not narrow a readonly one.
  return replaceOne(answer as JsonRpcResponse);
}

function replaceOne(response: JsonRpcResponse): JsonRpcResponse {
  try {
    JSON.stringify(response);
    return response;
  } catch {
    return createFailure(response.id, 'internal-error');
  }
}

function tellNothing(): undefined {
  return undefined;
}
