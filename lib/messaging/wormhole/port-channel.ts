import type { EventEmitter } from 'node:events';
import type { MessagePort, Transferable, Worker } from 'node:worker_threads';
import type { Channel, ChannelListener } from './channel.ts';
import { WormholeClosedError, WormholeProtocolError } from './errors.ts';

/** A worker thread, `parentPort` within it, or either end of a MessageChannel. */
export type PortLike = Worker | MessagePort;

/** Ports take whatever they are given: after so many messages the other end must have read some. */
const WINDOW = 64;
const ACKNOWLEDGE_EVERY = 16;
const ACKNOWLEDGE = '~a';

/** Make a channel of a thread or a port. */
export function createPortChannel(source: PortLike): Channel {
  return new PortChannel(source);
}

export function isPort(source: object): source is PortLike {
  return 'postMessage' in source && 'on' in source;
}

class PortChannel implements Channel {
  readonly source: PortLike;
  readonly carries = 'structured';
  readonly isTrusted = true;
  isOpen = true;
  #listener: ChannelListener | undefined;
  #fault: Error | undefined;
  #unread = 0;
  #read = 0;

  constructor(source: PortLike) {
    this.source = source;
    this.receive = this.receive.bind(this);
  }

  start(listener: ChannelListener): void {
    this.#listener = listener;
    // Both are emitters; their types differ in what they name.
    const emitter = this.source as unknown as EventEmitter;
    emitter.on('message', this.receive);
    emitter.on('messageerror', () => {
      listener.onProblem(new WormholeProtocolError('A message could not be read'));
    });
    // Of a Worker: without a listener, an error within it would end this process, too.
    emitter.on('error', (error: Error) => {
      this.#fault = error;
      listener.onProblem(error);
    });
    emitter.on('exit', (code: number) => {
      this.#end(this.#fault ?? new WormholeClosedError(`the thread ended with code ${code}`));
    });
    emitter.on('close', () => this.#end());
  }

  send(message: unknown, transfer: readonly Transferable[] | undefined): boolean {
    if (transfer === undefined) this.source.postMessage(message);
    else this.source.postMessage(message, transfer);
    this.#unread += 1;
    return this.#unread < WINDOW;
  }

  close(): void {
    this.isOpen = false;
    this.#listener = undefined;
    (this.source as unknown as EventEmitter).off('message', this.receive);
    // A Worker has no such thing: it is told by the last frame, and closes its own end.
    if ('close' in this.source) this.source.close();
  }

  private receive(message: unknown): void {
    if (Array.isArray(message) && message[0] === ACKNOWLEDGE) {
      this.#acknowledged(message[1]);
      return;
    }
    this.#read += 1;
    if (this.#read >= ACKNOWLEDGE_EVERY) {
      this.source.postMessage([ACKNOWLEDGE, this.#read]);
      this.#read = 0;
    }
    this.#listener?.onMessage(message);
  }

  #acknowledged(count: unknown): void {
    const wasBlocked = this.#unread >= WINDOW;
    if (typeof count === 'number' && count > 0) this.#unread = Math.max(0, this.#unread - count);
    if (wasBlocked && this.#unread < WINDOW) this.#listener?.onDrain();
  }

  #end(cause?: Error): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#listener?.onClose(cause);
  }
}
