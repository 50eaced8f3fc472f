import type { Context } from './context.ts';
import type { RoomMessage } from './rooms/backplane.ts';

/** What an application tells. Nobody has to listen, and a listener that throws harms nobody. */
export type ApplicationEvents<State extends object> = {
  /** A fault of our own: a hook threw, or took too long, or a listener threw (then without a context). */
  error: [error: unknown, context: Context<State> | undefined];
  /** A peer broke the protocol, a limit, or its connection. */
  'peer-error': [error: Error, context: Context<State>];
  /** A peer is in: its `post` hooks are through. */
  connection: [context: Context<State>];
  close: [context: Context<State>, code: number, reason: string];
  /** Rooms may have missed something; their members were told. */
  gap: [];
};

export type BroadcastOptions = {
  /**
   * Its place in a durable stream: peers give the last one they saw when they come back. Those of a room are
   * broadcast in their order, by one at a time: a client takes an older one for one that it knows, and drops it.
   */
  readonly id?: string;
  /**
   * At a member for which more than `maxBuffered` is queued: 'close' it, so that it comes back and is given
   * what it missed (the default), or 'skip' what the next message makes worthless.
   */
  readonly whenSlow?: RoomMessage['whenSlow'];
};
