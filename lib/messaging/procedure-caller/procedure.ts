/**
 * What a procedure is: a function with schemas of what goes in and what comes out.
 *
 * @module
 */
import * as z from 'zod';
import { ProcedureInputError, type ProcedureIssue, ProcedureOutputError } from './errors.ts';
import { isPromiseLike } from './is-promise-like.ts';
import type { ProcedureCall } from './procedure-call.ts';

type Details = {
  /** What it does, in one line, for `describe()`. */
  readonly summary?: string;
  /** No limit unless given. */
  readonly timeoutMs?: number;
};

/** A checked procedure, made by `procedure()`. `Input` and `Output` are what travels. */
export class Procedure<Input, Output, Context> {
  readonly summary: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly input: z.ZodType | undefined;
  readonly output: z.ZodType | undefined;
  /** Only the compiler knows of it. */
  declare readonly types: { readonly input: Input; readonly output: Output };
  readonly #run: (input: never, call: ProcedureCall<Context>) => unknown;

  constructor({
    summary,
    timeoutMs,
    input,
    output,
    run,
  }: Details & {
    readonly input?: z.ZodType | undefined;
    readonly output?: z.ZodType | undefined;
    readonly run: (input: never, call: ProcedureCall<Context>) => unknown;
  }) {
    if (timeoutMs !== undefined && !(timeoutMs > 0)) {
      throw new RangeError(`timeoutMs must be above 0, got ${timeoutMs}`);
    }
    this.summary = summary;
    this.timeoutMs = timeoutMs;
    this.input = input;
    this.output = output;
    this.#run = run;
  }

  /**
   * Check the input, run, check the output. Answers a promise only where `run` does.
   *
   * @throws {ProcedureInputError} When the arguments are not one value of the schema.
   * @throws {ProcedureOutputError} When the answer is not what its schema allows.
   */
  invoke(call: ProcedureCall<Context>): unknown {
    // Parsed right here: what `run` takes is what the schema gives.
    const result = this.#run(readInput(this.input, call) as never, call);
    const { output } = this;
    if (output === undefined) return result;
    if (isPromiseLike(result)) return result.then((value) => writeOutput(output, call.name, value));
    return writeOutput(output, call.name, result);
  }
}

/**
 * Describe a procedure: `run` gets the decoded input and the call, and may answer at once or later.
 *
 * `input` is decoded and `output` encoded, so a codec gives `run` the types of the program and the
 * caller those that travel. Without `input` it takes no argument; without `output` the answer passes
 * as it is. Schemas must be synchronous.
 *
 * @example
 * const pause = procedure({
 *   summary: 'Stop taking jobs',
 *   input: z.strictObject({ worker: z.string() }),
 *   output: z.object({ paused: z.boolean() }),
 *   timeoutMs: 5_000,
 *   run: ({ worker }, { signal }) => workers.pause(worker, signal),
 * });
 * @throws {RangeError} When `timeoutMs` is not above 0.
 */
export function procedure<
  Output extends z.ZodType,
  Input extends z.ZodType = z.ZodUndefined,
  Context = unknown,
>(
  definition: Details & {
    readonly input?: Input;
    readonly output: Output;
    readonly run: (
      input: z.output<Input>,
      call: ProcedureCall<Context>,
    ) => z.output<Output> | PromiseLike<z.output<Output>>;
  },
): Procedure<z.input<Input>, z.input<Output>, Context>;
export function procedure<Result, Input extends z.ZodType = z.ZodUndefined, Context = unknown>(
  definition: Details & {
    readonly input?: Input;
    readonly output?: undefined;
    readonly run: (input: z.output<Input>, call: ProcedureCall<Context>) => Result;
  },
): Procedure<z.input<Input>, Awaited<Result>, Context>;
export function procedure(
  definition: ConstructorParameters<typeof Procedure<unknown, unknown, unknown>>[0],
): Procedure<unknown, unknown, unknown> {
  return new Procedure(definition);
}

function readInput(schema: z.ZodType | undefined, { name, args }: ProcedureCall): unknown {
  const most = schema === undefined ? 0 : 1;
  if (args.length > most) {
    const message = `${most === 0 ? 'takes no argument' : 'takes one argument'}, got ${args.length}`;
    throw new ProcedureInputError(name, [{ path: [], message }]);
  }
  if (schema === undefined) return undefined;
  const read = z.safeDecode(schema, args[0]);
  if (read.success) return read.data;
  throw new ProcedureInputError(name, toIssues(read.error), { cause: read.error });
}

function writeOutput(schema: z.ZodType, name: string, value: unknown): unknown {
  const written = z.safeEncode(schema, value);
  if (written.success) return written.data;
  throw new ProcedureOutputError(name, toIssues(written.error), { cause: written.error });
}

function toIssues({ issues }: z.ZodError): ProcedureIssue[] {
  return issues.map(({ path, message }) => ({
    path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
    message,
  }));
}
