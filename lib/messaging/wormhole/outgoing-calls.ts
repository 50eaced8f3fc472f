import {
  WormholeAbortedError,
  type WormholeClosedError,
  WormholeFullError,
  WormholeTimeoutError,
} from './errors.ts';
import { CANCEL } from './frames.ts';
import { IncomingStream } from './incoming-stream.ts';
import { toRemoteError } from './remote-error.ts';
import type { Sender } from './sender.ts';

export type CommandOptions = {
  /** Rejects, and tells the other end to stop. */
  readonly signal?: AbortSignal;
  /** From the call to its answer, waiting for its turn included; Infinity for no limit. */
  readonly timeoutMs?: number;
};

export type CallLimits = {
  readonly timeoutMs: number;
  readonly maxInFlight: number;
  readonly maxQueued: number;
  readonly streamWindow: number;
};

type Pending = {
  readonly name: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  /** Those of the usual limit expire in the order they were made; others have a timer of their own. */
  readonly deadlineMs: number;
  /** Undefined while it waits for its turn. */
  isSent: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
  unlisten: (() => void) | undefined;
};

const NO_OPTIONS: CommandOptions = {};
const NEVER_MS = Number.POSITIVE_INFINITY;
/** Timers of more wait no time at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls of commands of the other end: those on their way, and those that wait for their turn. */
export class OutgoingCalls {
  readonly #sender: Sender;
  readonly #limits: CallLimits;
  readonly #pending = new Map<number, Pending>();
  readonly #waiting = new Map<number, readonly unknown[]>();
  readonly #streams = new Map<number, IncomingStream>();
  #inFlight = 0;
  #lastId = 0;
  #sweep: ReturnType<typeof setTimeout> | undefined;
  #closed: WormholeClosedError | undefined;

  constructor(sender: Sender, limits: CallLimits) {
    this.#sender = sender;
    this.#limits = limits;
  }

  /** Calls without an answer yet, waiting ones included. */
  get size(): number {
    return this.#pending.size;
  }

  /** Call a command. Whatever goes wrong, it rejects and does not throw. */
  begin(
    name: string,
    args: readonly unknown[],
    options: CommandOptions = NO_OPTIONS,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) return reject(this.#closed);
      if (typeof name !== 'string') {
        return reject(new TypeError(`The name of a command must be a text, got ${typeof name}`));
      }
      if (options !== NO_OPTIONS && options.signal?.aborted) {
        return reject(new WormholeAbortedError(name, { cause: options.signal.reason }));
      }
      const mayGo = this.#inFlight < this.#limits.maxInFlight;
      if (!mayGo && this.#waiting.size >= this.#limits.maxQueued) {
        return reject(new WormholeFullError(`${this.#waiting.size} calls are waiting already`));
      }
      const id = ++this.#lastId;
      const pending: Pending = {
        name,
        resolve,
        reject,
        deadlineMs: options === NO_OPTIONS ? performance.now() + this.#limits.timeoutMs : NEVER_MS,
        isSent: false,
        timer: undefined,
        unlisten: undefined,
      };
      this.#pending.set(id, pending);
      if (options === NO_OPTIONS) this.#armSweep(pending.deadlineMs);
      else this.#limit(id, pending, options);
      if (mayGo) this.#send(id, pending, args);
      else this.#waiting.set(id, args);
    });
  }

  succeed(id: unknown, value: unknown): void {
    this.#settle(id)?.resolve(value);
  }

  /** The call, or the stream that it has become, has failed over there. */
  fail(id: unknown, details: unknown): void {
    const pending = this.#settle(id);
    if (pending !== undefined) {
      pending.reject(toRemoteError(details));
      return;
    }
    this.#endStream(id)?.fail(toRemoteError(details));
  }

  /** What was to be sent cannot travel. */
  refuse(id: unknown, error: Error): void {
    this.#settle(id)?.reject(error);
  }

  /** The answer to a call is a stream: its items follow under the same number. */
  openStream(id: unknown): void {
    const pending = this.#pending.get(id as number);
    if (pending === undefined) return;
    const { unlisten } = pending;
    // A signal ends the stream as it would have ended the call.
    pending.unlisten = undefined;
    this.#settle(id);
    const stream = new IncomingStream(id as number, this.#sender, {
      window: this.#limits.streamWindow,
      onEnd: () => {
        unlisten?.();
        this.#streams.delete(id as number);
      },
    });
    this.#streams.set(id as number, stream);
    pending.resolve(stream);
  }

  addItem(id: unknown, value: unknown): void {
    this.#streams.get(id as number)?.add(value);
  }

  endStream(id: unknown): void {
    this.#endStream(id)?.end();
  }

  /** Reject all: nothing will be answered any more. */
  close(error: WormholeClosedError): void {
    this.#closed = error;
    clearTimeout(this.#sweep);
    this.#waiting.clear();
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(error);
    for (const stream of [...this.#streams.values()]) stream.fail(error);
    this.#streams.clear();
  }

  #endStream(id: unknown): IncomingStream | undefined {
    const stream = this.#streams.get(id as number);
    this.#streams.delete(id as number);
    return stream;
  }

  #send(id: number, pending: Pending, args: readonly unknown[]): void {
    pending.isSent = true;
    this.#inFlight += 1;
    try {
      this.#sender.postCall(id, pending.name, args);
    } catch (error) {
      this.refuse(id, error as Error);
    }
  }

  /** Take a call out of the books. Late and repeated answers find nothing. */
  #settle(id: unknown): Pending | undefined {
    const pending = this.#pending.get(id as number);
    if (pending === undefined) return undefined;
    this.#pending.delete(id as number);
    if (pending.timer !== undefined) clearTimeout(pending.timer);
    pending.unlisten?.();
    if (pending.isSent) {
      this.#inFlight -= 1;
      if (this.#waiting.size > 0) this.#sendNext();
    } else {
      this.#waiting.delete(id as number);
    }
    return pending;
  }

  #sendNext(): void {
    for (const [id, args] of this.#waiting) {
      if (this.#inFlight >= this.#limits.maxInFlight) return;
      this.#waiting.delete(id);
      const pending = this.#pending.get(id);
      if (pending !== undefined) this.#send(id, pending, args);
    }
  }

  #giveUp(id: number, error: Error): void {
    const pending = this.#settle(id);
    if (pending?.isSent) this.#sender.post([CANCEL, id]);
    pending?.reject(error);
    this.#endStream(id)?.cancel(error);
  }

  #limit(id: number, pending: Pending, { signal, timeoutMs }: CommandOptions): void {
    const { name } = pending;
    const ms = timeoutMs ?? this.#limits.timeoutMs;
    if (ms <= LONGEST_TIMER_MS) {
      pending.timer = setTimeout(() => this.#giveUp(id, new WormholeTimeoutError(name, ms)), ms);
    }
    if (signal === undefined) return;
    const abort = () => {
      this.#giveUp(id, new WormholeAbortedError(name, { cause: signal.reason }));
    };
    signal.addEventListener('abort', abort, { once: true });
    pending.unlisten = () => signal.removeEventListener('abort', abort);
  }

  /** One timer for all calls of the usual limit: one for each would cost more than the call. */
  #armSweep(deadlineMs: number): void {
    if (this.#sweep !== undefined || this.#limits.timeoutMs > LONGEST_TIMER_MS) return;
    const waitMs = Math.max(1, deadlineMs - performance.now());
    this.#sweep = setTimeout(() => this.#expire(), waitMs);
    // The channel keeps a process alive, not the wish for an answer.
    this.#sweep.unref();
  }

  #expire(): void {
    this.#sweep = undefined;
    const nowMs = performance.now();
    for (const [id, { name, deadlineMs }] of this.#pending) {
      if (deadlineMs === NEVER_MS) continue;
      if (deadlineMs > nowMs) {
        this.#armSweep(deadlineMs);
        return;
      }
      this.#giveUp(id, new WormholeTimeoutError(name, this.#limits.timeoutMs));
    }
  }
}
