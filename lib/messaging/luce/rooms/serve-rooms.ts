/**
 * Rooms that peers join themselves: who may, and what they missed.
 *
 * @module
 */
import type { Context, MessageHook } from '../context.ts';
import type { Core } from '../core.ts';
import type { Message } from '../decode.ts';
import {
  isAboutSending,
  LuceBackplaneError,
  LuceClosedError,
  WebSocketError,
  WS_CODES,
} from '../errors.ts';
import { frameText } from '../frame.ts';
import { compareStreamIds } from '../stream-id.ts';
import { Hold } from './hold.ts';
import { type Member, requireRoomName } from './rooms.ts';

/** What was broadcast while a peer was away. */
export type Missed = { readonly id: string; readonly data: unknown };

export type ServeRoomsOptions<State extends object> = {
  /** Asked each time; a throw refuses, too, and is reported. */
  readonly mayJoin: (room: string, context: Context<State>) => boolean | Promise<boolean>;
  /**
   * What was broadcast in a room after the id that the peer saw last, oldest first; null when that is not
   * known any more, or too much: the peer then begins anew.
   */
  readonly replay?: (
    room: string,
    last: string,
    context: Context<State>,
  ) => Promise<readonly Missed[] | null>;
  /**
   * The newest id of a room now, for peers that join without one; of an empty room one that is older than any
   * to come, e.g. '0-0'. A peer that was given none, and has heard nothing yet, cannot be given what it missed.
   */
  readonly position?: (room: string, context: Context<State>) => Promise<string | undefined>;
  /** Of Redis streams by default. */
  readonly compareIds?: (a: string, b: string) => number;
  /** Live messages kept for a peer while older ones are read. 1,000 by default. */
  readonly maxHeld?: number;
};

/** What a peer is told of each room that it asked for. */
export type JoinAnswer =
  | { readonly room: string; readonly ok: true; readonly resumed: boolean; readonly last?: string }
  | { readonly room: string; readonly ok: false; readonly code: number };

type Wish = { readonly room: string; readonly last: string | undefined };

/** A hook that serves `luce.join` and `luce.leave`: see the README for what travels. */
export function serveRooms<State extends object>(
  { rooms, settings, report }: Pick<Core<State>, 'rooms' | 'settings' | 'report'>,
  options: ServeRoomsOptions<State>,
): MessageHook<State> {
  const { mayJoin, replay, position, compareIds = compareStreamIds, maxHeld } = options;

  async function join(wish: Wish, context: Context<State> & Member): Promise<JoinAnswer> {
    const { room } = wish;
    try {
      requireRoomName(room);
      if (!(await mayJoin(room, context))) return refuse(room, WS_CODES.FORBIDDEN, context);
      if (wish.last !== undefined && replay)
        return await resume({ room, last: wish.last }, context);
      await context.join(room);
      return await begin(room, context);
    } catch (error) {
      const code = toCode(error, context);
      if (!context.isOpen) throw new LuceClosedError(false, { cause: error });
      return refuse(room, code, context);
    }
  }

  /** Whoever was let in before, and is not any more, must hear nothing of the room from now on. */
  function refuse(room: string, code: number, context: Member): JoinAnswer {
    context.drop(room);
    return { room, ok: false, code };
  }

  async function begin(room: string, context: Context<State>): Promise<JoinAnswer> {
    const last = await position?.(room, context);
    return { room, ok: true, resumed: false, ...(last === undefined ? {} : { last }) };
  }

  async function resume(
    { room, last }: { room: string; last: string },
    context: Context<State> & Member,
  ): Promise<JoinAnswer> {
    const hold = new Hold(last, { compareIds, ...(maxHeld === undefined ? {} : { maxHeld }) });
    rooms.hold(room, context, hold);
    try {
      await context.join(room);
      const missed = await replay?.(room, last, context);
      if (missed && !hold.hasOverflown) {
        for (const { id, data } of missed) {
          hold.give(id);
          await context.send({ room, id, data });
        }
      }
      const isWhole = missed !== null && missed !== undefined && !hold.hasOverflown;
      const answer = isWhole
        ? ({ room, ok: true, resumed: true } as const)
        : await begin(room, context);
      if (!isWhole) rooms.release(room, context);
      const held = isWhole ? hold.flush() : hold.abandon();
      for (const { text, whenSlow } of held) context.deliver(frameText(text), whenSlow);
      return answer;
    } catch (error) {
      rooms.release(room, context);
      throw error;
    }
  }

  function toCode(error: unknown, context: Context<State>): number {
    if (error instanceof LuceBackplaneError || isAboutSending(error)) return 1013;
    if (error instanceof RangeError) return WS_CODES.BAD_REQUEST;
    if (error instanceof WebSocketError && error.expose) return error.code;
    report(error, context);
    return WS_CODES.INTERNAL_SERVER_ERROR;
  }

  return async (message, context, next) => {
    if (message.cmd === 'luce.leave') {
      const { room } = readWish(message.data);
      context.leave(room);
      return;
    }
    if (message.cmd !== 'luce.join') return next();
    const answers: JoinAnswer[] = [];
    for (const wish of readWishes(message, settings.limits.maxRooms)) {
      // Every context is a connection of ours, and so a member.
      answers.push(await join(wish, context as Context<State> & Member));
    }
    await context.send({ id: message.id, ok: true, data: answers });
  };
}

function readWishes({ data }: Message, most: number): Wish[] {
  if (!Array.isArray(data) || data.length > most) {
    throw new WebSocketError(WS_CODES.BAD_REQUEST, `luce.join takes a list of ${most} at most`);
  }
  return data.map(readWish);
}

function readWish(value: unknown): Wish {
  const { room, last } = (value ?? {}) as Record<string, unknown>;
  if (typeof room !== 'string') throw new WebSocketError(WS_CODES.BAD_REQUEST, 'No room');
  return { room, last: typeof last === 'string' ? last : undefined };
}
