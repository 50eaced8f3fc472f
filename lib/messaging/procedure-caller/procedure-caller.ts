import { compose, type Middleware, type Run } from './compose.ts';
import { describeProcedure, type ProcedureDescription } from './describe-procedure.ts';
import { ProcedureAbortedError, ProcedureExistsError, ProcedureNotFoundError } from './errors.ts';
import { isPromiseLike } from './is-promise-like.ts';
import { limitCall } from './limit-call.ts';
import { Procedure } from './procedure.ts';
import { ProcedureCall } from './procedure-call.ts';

/** A function that takes whatever it is given. `this` is null in it. */
export type PlainProcedure = (...args: never[]) => unknown;

/** Procedures by name; a record in a record is a namespace: `{ worker: { pause } }` is `worker.pause`. */
export type ProcedureTree<Context = unknown> = {
  readonly [name: string]:
    | Procedure<unknown, unknown, Context>
    | PlainProcedure
    | ProcedureTree<Context>;
};

export type CallOptions<Context> = {
  /** Aborts the signal of the procedure, and rejects at once. */
  readonly signal?: AbortSignal;
  /** For this call; the procedure's own limit holds besides. */
  readonly timeoutMs?: number;
} & (undefined extends Context
  ? { readonly context?: Context | undefined }
  : { readonly context: Context });

type Entry<Context> = {
  readonly definition: Procedure<unknown, unknown, Context> | PlainProcedure;
  /** Checks and middleware; made when first called, thrown away when middleware is added. */
  run: Run<Context> | undefined;
};

const LONGEST_NAME = 200;

/**
 * A table of named procedures. An answer is a promise only where the procedure or a middleware gives
 * one. `Context` is what the caller adds for middleware and procedures: who asks, for whom.
 *
 * @example
 * const table = new ProcedureCaller<{ userId: string }>();
 * table.define('add', (a: number, b: number) => a + b);
 * table.call('add', 1, 2); // 3, at once
 */
export class ProcedureCaller<Context = unknown> {
  readonly #entries = new Map<string, Entry<Context>>();
  /** Plain functions that no middleware stands around: they run as fast as a function in a Map. */
  readonly #direct = new Map<string, PlainProcedure>();
  readonly #middleware: { readonly prefix: string; readonly middleware: Middleware<Context> }[] =
    [];

  /** How many procedures there are. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Add a function, or what `procedure()` made.
   *
   * @throws {TypeError} When the name is not a text of 1 to 200 characters, or it is no function.
   * @throws {ProcedureExistsError} When there is one and `override` is not set.
   */
  define(
    name: string,
    definition: Procedure<unknown, unknown, Context> | PlainProcedure,
    override = false,
  ): this {
    requireName(name);
    if (typeof definition !== 'function' && !(definition instanceof Procedure)) {
      throw new TypeError(`A procedure must be a function, got ${typeof definition}`);
    }
    if (!override && this.#entries.has(name)) throw new ProcedureExistsError(name);
    this.#entries.set(name, { definition, run: undefined });
    this.#direct.delete(name);
    if (typeof definition === 'function' && this.#chainOf(name).length === 0) {
      this.#direct.set(name, definition);
    }
    return this;
  }

  /** Add all of a tree, names joined by dots. Throws like `define`. */
  defineAll(tree: ProcedureTree<Context>, prefix = ''): this {
    for (const [name, entry] of Object.entries(tree)) {
      const fullName = prefix === '' ? name : `${prefix}.${name}`;
      if (typeof entry === 'function' || entry instanceof Procedure) this.define(fullName, entry);
      else this.defineAll(entry, fullName);
    }
    return this;
  }

  /**
   * Take a procedure away; calls on their way end as they would have.
   *
   * @returns Whether there was one.
   * @throws {ProcedureNotFoundError} When there was none and it must not fail silently.
   */
  delete(name: string, failSilently = true): boolean {
    this.#direct.delete(name);
    const isDeleted = this.#entries.delete(name);
    if (!isDeleted && !failSilently) throw new ProcedureNotFoundError(name);
    return isDeleted;
  }

  /**
   * Put a middleware around all procedures, or those of a namespace (`'worker'`: `worker` and
   * `worker.…`). The first one used is outermost.
   */
  use(middleware: Middleware<Context>): this;
  use(namespace: string, middleware: Middleware<Context>): this;
  use(first: string | Middleware<Context>, second?: Middleware<Context>): this {
    const prefix = typeof first === 'string' ? first : '';
    const middleware = typeof first === 'string' ? second : first;
    if (typeof middleware !== 'function') {
      throw new TypeError(`A middleware must be a function, got ${typeof middleware}`);
    }
    this.#middleware.push({ prefix, middleware });
    for (const [name, entry] of this.#entries) {
      if (!isWithin(name, prefix)) continue;
      entry.run = undefined;
      this.#direct.delete(name);
    }
    return this;
  }

  /**
   * Call by name, without a context. Throws what the procedure throws.
   *
   * @throws {ProcedureNotFoundError} When there is none of this name.
   */
  call<Result = unknown>(name: string, ...args: readonly unknown[]): Result {
    const direct = this.#direct.get(name);
    // What a caller says about the result is its own word, as with JSON.parse.
    if (direct !== undefined) return direct.apply(null, args as never[]) as Result;
    return this.run(new ProcedureCall(name, args, undefined as Context)) as Result;
  }

  /**
   * Call with a context, a signal or a time limit. Where the answer is no promise it comes at once,
   * and neither signal nor limit cost anything.
   *
   * @throws {ProcedureNotFoundError} When there is none of this name.
   * @throws {ProcedureAbortedError} When `signal` is aborted, before or meanwhile.
   * @throws {ProcedureTimeoutError} After `timeoutMs`.
   */
  callWith<Result = unknown>(
    options: CallOptions<Context>,
    name: string,
    ...args: readonly unknown[]
  ): Result {
    const { signal, timeoutMs } = options;
    if (signal?.aborted) throw new ProcedureAbortedError(name, { cause: signal.reason });
    const call = new ProcedureCall(name, args, options.context as Context);
    const answer = this.run(call);
    const isLimited = signal !== undefined || timeoutMs !== undefined;
    if (!isLimited || !isPromiseLike(answer)) return answer as Result;
    return limitCall(call, answer, { signal, timeoutMs }) as Result;
  }

  /**
   * Run a call that a transport made for its peer, which may `cancel()` it at any time.
   *
   * @throws {ProcedureNotFoundError} When there is no procedure of its name.
   */
  run(call: ProcedureCall<Context>): unknown {
    const entry = this.#entries.get(call.name);
    if (entry === undefined) throw new ProcedureNotFoundError(call.name);
    entry.run ??= compose(this.#chainOf(call.name), toRun(entry.definition));
    return entry.run(call);
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Names in the order they were defined: all, or those of a namespace. */
  list(namespace = ''): string[] {
    return [...this.#entries.keys()].filter((name) => isWithin(name, namespace));
  }

  /**
   * What a procedure takes and gives, as JSON Schema.
   *
   * @throws {ProcedureNotFoundError} When there is none of this name.
   */
  describe(name: string): ProcedureDescription {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new ProcedureNotFoundError(name);
    return describeProcedure(name, entry.definition);
  }

  #chainOf(name: string): Middleware<Context>[] {
    return this.#middleware
      .filter(({ prefix }) => isWithin(name, prefix))
      .map(({ middleware }) => middleware);
  }
}

function requireName(name: unknown): void {
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME) {
    const got = typeof name === 'string' ? `${name.length} characters` : typeof name;
    throw new TypeError(`A name must be a text of 1 to ${LONGEST_NAME} characters, got ${got}`);
  }
}

function isWithin(name: string, namespace: string): boolean {
  return namespace === '' || name === namespace || name.startsWith(`${namespace}.`);
}

function toRun<Context>(
  definition: Procedure<unknown, unknown, Context> | PlainProcedure,
): Run<Context> {
  if (typeof definition === 'function') {
    return (call) => definition.apply(null, call.args as never[]);
  }
  const { timeoutMs } = definition;
  if (timeoutMs === undefined) return (call) => definition.invoke(call);
  return (call) => {
    const answer = definition.invoke(call);
    return isPromiseLike(answer) ? limitCall(call, answer, { timeoutMs }) : answer;
  };
}
