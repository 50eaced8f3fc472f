import { ProcedureCall } from '#lib/messaging/procedure-caller/index.ts';
import { WormholeBusyError, WormholeClosedError } from './errors.ts';
import { FAILURE, type Frame, RESULT, RICH_FAILURE, RICH_RESULT, STREAM } from './frames.ts';
import { isStream, OutgoingStream } from './outgoing-stream.ts';
import { describeError, HIDDEN, isPublic, shorten } from './remote-error.ts';
import type { Sender } from './sender.ts';

/** What is called by its name: throws, answers, or answers later. */
export type Serve<Context> = (call: ProcedureCall<Context>) => unknown;

export type ServeOptions<Context> = {
  readonly serve: Serve<Context>;
  readonly context: Context;
  readonly maxServed: number;
  /** The other end may see whole errors, stack traces included. */
  readonly isTrusted: boolean;
  /** Told of what nobody waits for. */
  readonly onProblem: (error: unknown) => void;
};

type Served<Context> = {
  readonly call: ProcedureCall<Context>;
  stream: OutgoingStream | undefined;
  /** Until the other end takes the call back. */
  isWanted: boolean;
};

/** Calls of the other end that are answered later, and streams on their way to it. */
export class ServedCalls<Context> {
  readonly #sender: Sender;
  readonly #options: ServeOptions<Context>;
  readonly #served = new Map<number, Served<Context>>();

  constructor(sender: Sender, options: ServeOptions<Context>) {
    this.#sender = sender;
    this.#options = options;
  }

  /** Serve one call. Its answer goes out in this tick where it is known now. */
  accept(id: number, name: string, args: readonly unknown[]): void {
    // Two answers to one number could not be told apart.
    if (this.#served.has(id)) return;
    if (this.#served.size >= this.#options.maxServed) {
      this.fail(id, new WormholeBusyError(`${this.#served.size} calls are served already`));
      return;
    }
    const call = new ProcedureCall(name, args, this.#options.context);
    try {
      this.#answer(id, call, this.#options.serve(call));
    } catch (error) {
      // Of the command, or of what it answered: a stream that cannot be read, a promise that is none.
      this.#served.delete(id);
      this.fail(id, error, name);
    }
  }

  /** The other end does not wait any more. Its number is free when the command has ended. */
  cancel(id: unknown, reason?: unknown): void {
    const served = this.#served.get(id as number);
    if (served === undefined) return;
    served.isWanted = false;
    served.call.cancel(reason);
    served.stream?.stop().catch(this.#options.onProblem);
  }

  grant(id: unknown, count: unknown): void {
    this.#served.get(id as number)?.stream?.grant(count);
  }

  /** Tell the other end that a call failed, of `command` where it has a name. Never throws. */
  fail(id: number, error: unknown, command?: string): void {
    const { isTrusted, onProblem } = this.#options;
    const isHidden = !isTrusted && !isPublic(error, command);
    if (isHidden) onProblem(error);
    const details = isHidden ? HIDDEN : describeError(error, { isWhole: isTrusted });
    try {
      this.#sender.postValue(FAILURE, RICH_FAILURE, id, details);
    } catch {
      this.#sender.postValue(FAILURE, RICH_FAILURE, id, shorten(details));
    }
  }

  /** What goes in the place of a result or an item that the channel cannot carry. */
  toRefusal(id: number, error: unknown): Frame {
    this.#served.get(id)?.stream?.stop().catch(this.#options.onProblem);
    return [FAILURE, id, shorten(describeError(error, { isWhole: false }))];
  }

  /** Nobody waits for any answer. */
  close(error: WormholeClosedError): void {
    for (const id of [...this.#served.keys()]) this.cancel(id, error);
  }

  #answer(id: number, call: ProcedureCall<Context>, result: unknown): void {
    if (typeof result !== 'object' || result === null) {
      this.#succeed(id, result);
    } else if (typeof (result as { then?: unknown }).then === 'function') {
      this.#answerLater(id, call, result as PromiseLike<unknown>);
    } else if (isStream(result)) {
      this.#openStream(id, { call, stream: undefined, isWanted: true }, result);
    } else {
      this.#succeed(id, result);
    }
  }

  #answerLater(id: number, call: ProcedureCall<Context>, result: PromiseLike<unknown>): void {
    const served: Served<Context> = { call, stream: undefined, isWanted: true };
    this.#served.set(id, served);
    result.then(
      (value) => {
        try {
          if (isStream(value)) return this.#openStream(id, served, value);
        } catch (error) {
          // Thrown on, it would be a rejection that nobody handles: the end of this process.
          return this.#failLater(id, served, error);
        }
        this.#served.delete(id);
        if (served.isWanted) this.#succeed(id, value);
      },
      (error) => this.#failLater(id, served, error),
    );
  }

  #failLater(id: number, served: Served<Context>, error: unknown): void {
    this.#served.delete(id);
    if (served.isWanted) this.fail(id, error, served.call.name);
    else if (error !== served.call.signal.reason) this.#options.onProblem(error);
  }

  #openStream(id: number, served: Served<Context>, iterable: AsyncIterable<unknown>): void {
    const stream = new OutgoingStream(id, iterable, this.#sender);
    served.stream = stream;
    this.#served.set(id, served);
    this.#sender.post([STREAM, id]);
    stream.run().then(
      () => this.#served.delete(id),
      (error) => {
        this.#served.delete(id);
        if (error instanceof WormholeClosedError) return;
        if (served.isWanted) this.fail(id, error, served.call.name);
        else this.#options.onProblem(error);
      },
    );
    // Taken back while it was being made.
    if (!served.isWanted) stream.stop().catch(this.#options.onProblem);
  }

  #succeed(id: number, value: unknown): void {
    try {
      this.#sender.postValue(RESULT, RICH_RESULT, id, value);
    } catch (error) {
      this.fail(id, error);
    }
  }
}
