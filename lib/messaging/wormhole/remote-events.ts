import { EventEmitter } from 'node:events';

/**
 * Where events of the other end are heard. Any name is only a name, `error` as well: nobody needs to
 * listen, and a listener that throws or rejects harms neither the others nor the process.
 */
export class RemoteEvents extends EventEmitter {
  readonly #onProblem: (error: unknown) => void;

  constructor(onProblem: (error: unknown) => void) {
    super({ captureRejections: true });
    this.#onProblem = onProblem;
  }

  /** Give an event to its listeners, in their order. */
  deliver(name: string, args: readonly unknown[]): void {
    const count = this.listenerCount(name);
    if (count === 0) return;
    if (count === 1) {
      try {
        this.emit(name, ...args);
      } catch (error) {
        this.#onProblem(error);
      }
      return;
    }
    for (const listener of this.rawListeners(name)) {
      try {
        const answer: unknown = Reflect.apply(listener, this, args);
        if (answer instanceof Promise) answer.catch(this.#onProblem);
      } catch (error) {
        this.#onProblem(error);
      }
    }
  }

  /** Where Node takes rejections of listeners; without it they would become `error` events. */
  override [EventEmitter.captureRejectionSymbol](error: unknown): void {
    this.#onProblem(error);
  }
}
