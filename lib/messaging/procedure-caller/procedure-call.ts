/**
 * One call on its way: what the caller gave, and how it is taken back. Middleware and procedures get
 * it; a transport makes one to serve a call of its peer.
 */
export class ProcedureCall<Context = unknown> {
  readonly name: string;
  /** As the caller gave them, not checked yet. */
  readonly args: readonly unknown[];
  readonly context: Context;
  #controller: AbortController | undefined;
  #isCancelled = false;
  #reason: unknown;

  constructor(name: string, args: readonly unknown[], context: Context) {
    this.name = name;
    this.args = args;
    this.context = context;
  }

  /** Aborted when the caller takes the call back or time runs out. Made when first asked for. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#isCancelled) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Abort `signal`. What the procedure answers is still its own matter. */
  cancel(reason?: unknown): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}
