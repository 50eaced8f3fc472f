/**
 * What hooks are given.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Message } from './decode.ts';
import type { Hook, Next } from './hooks.ts';
import type { RequestOptions } from './requests.ts';

/** One peer, from its upgrade to its end. Its methods need their `this`. */
export type Context<State extends object> = {
  /** The upgrade request. */
  readonly req: IncomingMessage;
  /** The connection under the WebSocket. Writing to it breaks the protocol. */
  readonly raw: Duplex;
  /** Of this peer alone: a deep copy of the default. */
  readonly state: State;
  /** Missing before the upgrade. */
  readonly socket: WebSocket | undefined;
  readonly isOpen: boolean;
  /** Aborts when the peer is gone or the upgrade is refused. */
  readonly signal: AbortSignal;
  /** The rooms joined. */
  readonly rooms: ReadonlySet<string>;
  /**
   * Send a JSON message. Resolves when there is room for more, not when the peer has it: whoever sends much
   * waits for it. With nothing queued it costs no promise.
   *
   * @throws {TypeError} At once, for what JSON cannot hold.
   *
   * Rejects with `LuceClosedError` or `LuceSlowReaderError`; a rejection that nobody waits for harms nobody.
   */
  send(message: object): Promise<void>;
  /**
   * Close the socket. Resolves once it is closed. A reason over 123 bytes is cut.
   *
   * @param code 1000 by default.
   * @throws {RangeError} At once, for a code that may not be sent.
   */
  close(code?: number, reason?: string): Promise<void>;
  /** Ask the peer: `{ cmd, id, data }`. Answers overtake messages, so that a hook may wait for one. */
  request(cmd: string, data?: unknown, options?: RequestOptions): Promise<unknown>;
  /**
   * Let the peer hear a room. Resolves once whatever is broadcast from then on reaches it.
   *
   * @throws {LuceBackplaneError} {@link LuceClosedError}
   * @throws {RangeError} For too long a name, or more rooms than allowed.
   */
  join(room: string): Promise<void>;
  /** Let the peer hear a room no more, and tell it so. */
  leave(room: string): void;
};

/** `(message, context, next)`: may be synchronous, and then costs no promise. */
export type MessageHook<State extends object> = Hook<Message, Context<State>>;
/** As {@link MessageHook}, for frames that hold bytes. */
export type BinaryHook<State extends object> = Hook<Buffer, Context<State>>;
/** `(context, next)`. */
export type UpgradeHook<State extends object> = (context: Context<State>, next: Next) => unknown;
