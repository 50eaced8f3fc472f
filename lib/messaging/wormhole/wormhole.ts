import {
  createProcedureClient,
  type PlainProcedure,
  type Procedure,
  ProcedureCaller,
  type ProcedureClient,
} from '#lib/messaging/procedure-caller/index.ts';
import type { Channel } from './channel.ts';
import { WormholeClosedError, WormholeFullError } from './errors.ts';
import * as frames from './frames.ts';
import { HoldBack } from './hold-back.ts';
import { type CommandOptions, OutgoingCalls } from './outgoing-calls.ts';
import { QuietEmitter } from './quiet-emitter.ts';
import { type Receiver, receiveFrame } from './receive-frame.ts';
import { RemoteEvents } from './remote-events.ts';
import { replaceFrame } from './replace-frame.ts';
import { Sender } from './sender.ts';
import { type Serve, ServedCalls } from './served-calls.ts';
import { type ChannelSource, toChannel } from './to-channel.ts';
import { readLimits, type WormholeLimits, type WormholeOptions } from './wormhole-options.ts';

/**
 * Events and commands over any two-way channel: a child process or its parent, a worker thread, a
 * message port, a stream, a WebSocket. Each end defines commands and calls those of the other.
 *
 * @example
 * const worker = new Wormhole(fork('worker.ts'));
 * worker.events.on('progress', (percent) => show(percent));
 * await worker.command('sync', { full: true });
 */
export class Wormhole<Context = unknown> extends QuietEmitter {
  /** Events of the other end. */
  readonly events: RemoteEvents;
  readonly #channel: Channel;
  readonly #own = new ProcedureCaller<Context>();
  readonly #sender: Sender;
  readonly #holdBack: HoldBack;
  readonly #calls: OutgoingCalls;
  readonly #served: ServedCalls<Context>;
  readonly #limits: WormholeLimits;
  #closed: WormholeClosedError | undefined;

  /**
   * @throws {WormholeClosedError} When the channel is not open.
   * @throws {RangeError} When a limit is not above 0.
   */
  constructor(source: ChannelSource, options: WormholeOptions<Context> = {}) {
    super();
    this.#limits = readLimits(options);
    this.#channel = toChannel(source);
    if (!this.#channel.isOpen) throw new WormholeClosedError('The channel is not open');
    const onProblem = (error: unknown) => this.report(error);
    this.events = new RemoteEvents(onProblem);
    this.#sender = new Sender(this.#channel, (frame, cause, attempt) =>
      replaceFrame({ calls: this.#calls, served: this.#served, onProblem }, frame, {
        cause,
        attempt,
      }),
    );
    this.#holdBack = new HoldBack(this.#channel, this.#sender.outbox, {
      maxFrames: this.#limits.maxQueued + this.#limits.maxServed,
      onStuck: (reason) => this.#close(reason),
    });
    this.#calls = new OutgoingCalls(this.#sender, this.#limits);
    this.#served = new ServedCalls<Context>(this.#sender, {
      serve: this.#createServe(options.procedures),
      // Whoever leaves it out has a table that needs none: the options are typed so.
      context: options.context as Context,
      maxServed: this.#limits.maxServed,
      isTrusted: options.isTrusted ?? this.#channel.isTrusted,
      onProblem,
    });
    this.#start(onProblem);
  }

  get connected(): boolean {
    return this.#closed === undefined && this.#channel.isOpen;
  }

  /** What this was made with: the child process, the port … */
  get channel(): unknown {
    return this.#channel.source;
  }

  /** Commands that were called and not answered yet. */
  get pendingCallbacks(): number {
    return this.#calls.size;
  }

  /**
   * Serve a command to the other end: a function, or what `procedure()` makes. An async iterable that
   * it answers arrives as a stream.
   *
   * @param thisValue `this` in the function.
   * @throws {TypeError} When the name is no text of 1 to 200 characters, or it is no function.
   */
  define(
    name: string,
    definition: PlainProcedure | Procedure<unknown, unknown, Context>,
    thisValue?: unknown,
  ): this {
    const isBound = thisValue !== undefined && typeof definition === 'function';
    this.#own.define(name, isBound ? definition.bind(thisValue) : definition, true);
    return this;
  }

  /** Stop serving a command. Calls on their way end as they would have. */
  undefine(name: string): boolean {
    return this.#own.delete(name);
  }

  /**
   * Call a command of the other end. Rejects with a WormholeRemoteError when it fails there, or with
   * a WormholeClosedError, WormholeTimeoutError, WormholeFullError, WormholeValueError.
   */
  command<Result = unknown>(name: string, ...args: readonly unknown[]): Promise<Result> {
    // What a caller says about the result is its own word, as with JSON.parse.
    return this.#calls.begin(name, args) as Promise<Result>;
  }

  /** As `command`, with a limit or a signal; when it ends so, the other end is told to stop. */
  commandWith<Result = unknown>(
    options: CommandOptions,
    name: string,
    ...args: readonly unknown[]
  ): Promise<Result> {
    return this.#calls.begin(name, args, options) as Promise<Result>;
  }

  /** The commands of the other end as functions, typed by the tree of procedures that it serves. */
  proxy<Tree>(options?: CommandOptions): ProcedureClient<Tree> {
    return createProcedureClient<Tree>((name, args) => this.#calls.begin(name, args, options));
  }

  /**
   * Tell the other end of an event; it is heard on `events` there, or by nobody. When the other end is
   * gone it is dropped; when `maxQueued` frames wait for it already, an `error` event says so, too.
   *
   * @returns Whether more may follow at once; otherwise wait for `drained()`, which rejects when the
   *   other end is gone.
   * @throws {WormholeValueError} When an argument cannot travel over JSON; a structured channel tells
   *   it as an `error` event.
   */
  event(name: string, ...args: readonly unknown[]): boolean {
    // Thrown at a timer or a listener, the end of a peer would be our own.
    if (this.#closed !== undefined) return false;
    if (typeof name !== 'string') {
      throw new TypeError(`The name of an event must be a text, got ${typeof name}`);
    }
    const { outbox } = this.#sender;
    if (!outbox.isWilling && outbox.size >= this.#limits.maxQueued) {
      this.report(
        new WormholeFullError(`${outbox.size} frames wait for a channel that takes none`),
      );
      return false;
    }
    this.#sender.postEvent(name, args);
    return outbox.isWilling;
  }

  /** Resolves when the channel has taken all that was sent. Rejects when it ends before, or by the signal. */
  drained(signal?: AbortSignal): Promise<void> {
    return this.#sender.outbox.drained(signal);
  }

  /**
   * Send a message that is not of the wormhole, over the same channel.
   *
   * @throws When the channel is closed or cannot carry it.
   */
  write(message: unknown): boolean {
    if (this.#closed !== undefined) throw this.#closed;
    this.#sender.outbox.flush();
    return this.#channel.send(message, undefined);
  }

  /**
   * End both sides. Pending commands are rejected, those being served are cancelled. What the channel
   * has not taken yet is lost: wait for `drained()` before where that matters.
   */
  disconnect(): void {
    if (this.#closed !== undefined) return;
    this.#sender.outbox.flush();
    try {
      // Past whatever waits: of a thread's end, nothing else tells the other.
      this.#channel.send([frames.GOODBYE], undefined);
    } catch (error) {
      this.report(error);
    }
    this.#close(new WormholeClosedError('This end has disconnected'));
  }

  [Symbol.dispose](): void {
    this.disconnect();
  }

  #createServe(shared: ProcedureCaller<Context> | undefined): Serve<Context> {
    const own = this.#own;
    if (shared === undefined) return (call) => own.run(call);
    return (call) => (own.has(call.name) ? own.run(call) : shared.run(call));
  }

  #start(onProblem: (error: unknown) => void): void {
    const receiver: Receiver = {
      calls: this.#calls,
      served: this.#served,
      events: this.events,
      onGoodbye: () => this.#close(new WormholeClosedError('The other end has disconnected')),
      onProblem,
    };
    this.#channel.start({
      onMessage: (message) => {
        if (this.#closed !== undefined) return;
        if (frames.isFrame(message)) receiveFrame(receiver, message);
        else this.tell('message', message);
        if (!this.#sender.outbox.isWilling) this.#holdBack.look();
      },
      onDrain: () => {
        this.#sender.outbox.resume();
        this.#holdBack.relax();
      },
      onClose: (cause) => {
        const what = cause === undefined ? 'closed' : `gone: ${cause.message}`;
        this.#close(new WormholeClosedError(`The other end is ${what}`, { cause }));
      },
      onProblem,
    });
  }

  #close(reason: WormholeClosedError): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#calls.close(reason);
    this.#served.close(reason);
    this.#sender.outbox.close(reason);
    this.#holdBack.end();
    this.#channel.close();
    this.tell('disconnect', reason);
  }
}
