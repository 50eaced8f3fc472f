import type { Context } from './context.ts';
import type { Counters } from './counters.ts';
import type { Message } from './decode.ts';
import type { Hooks } from './hooks.ts';
import type { Rooms } from './rooms/rooms.ts';
import type { Settings } from './settings.ts';

/** What all connections of one application share. */
export type Core<State extends object> = {
  readonly settings: Settings<State>;
  readonly counters: Counters;
  readonly messageHooks: Hooks<Message, Context<State>>;
  readonly binaryHooks: Hooks<Buffer, Context<State>>;
  readonly rooms: Rooms;
  /** Eighths of `heartbeatMs` since the start. */
  tick: number;
  /** A fault of our own. Never throws. */
  report(error: unknown, context: Context<State>): void;
  /** Something about a peer that nobody here is to blame for. Never throws. */
  reportPeer(error: Error, context: Context<State>): void;
  left(context: Context<State>, code: number, reason: string): void;
};
