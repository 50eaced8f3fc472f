/**
 * What a wormhole needs of a way between two ends. Adapters make one of a child process, a message
 * port, a stream, a WebSocket; all keep `testing/channel-contract.ts`.
 *
 * @module
 */

import type { Transferable } from 'node:worker_threads';

/** What a channel tells the wormhole upon it. */
export type ChannelListener = {
  /** A whole message, already parsed; anything at all. */
  onMessage(message: unknown): void;
  /** After a `send()` that answered false: it may go on. */
  onDrain(): void;
  /** Once, when nothing will come any more. `cause` where it did not end well. */
  onClose(cause?: Error): void;
  /** Something went wrong that the channel outlives. */
  onProblem(error: unknown): void;
};

export type Channel = {
  /** What it is made of: the child process, the port … */
  readonly source: unknown;
  readonly isOpen: boolean;
  /** `json`: what JSON loses (undefined, Map, Date, bigint …) must be encoded before. */
  readonly carries: 'json' | 'structured';
  /** The other end is of this program: it may see whole errors, stack traces included. */
  readonly isTrusted: boolean;
  /** Messages come from now on. Called once. */
  start(listener: ChannelListener): void;
  /**
   * Hand over one message.
   *
   * @returns Whether more may follow at once; otherwise wait for `onDrain`.
   * @throws When the message cannot be carried. Nothing was sent then, and the channel is as before.
   */
  send(message: unknown, transfer: readonly Transferable[] | undefined): boolean;
  /** Read no further, until `resume()`; missing where that cannot be. */
  readonly pause?: (() => void) | undefined;
  resume?(): void;
  /** End it on both sides. What was handed over is delivered where that can be; not while paused. */
  close(): void;
};
