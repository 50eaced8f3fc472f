import type { ProcedureCaller } from '#lib/messaging/procedure-caller/index.ts';

export type WormholeOptions<Context = unknown> = {
  /** Of a command without a limit of its own; 60 s unless given. Infinity for none. */
  readonly timeoutMs?: number;
  /** Most commands that the other end works on for us at once; 1,000 unless given. */
  readonly maxInFlight?: number;
  /** Most commands that wait for their turn, and most events that wait for the channel; 10,000 unless given. */
  readonly maxQueued?: number;
  /** Most commands of the other end that we work on at once; 10,000 unless given. */
  readonly maxServed?: number;
  /** Most items of a stream that are here and not taken; 64 unless given. */
  readonly streamWindow?: number;
  /** Served besides those of `define`, which come first. May be shared by many wormholes. */
  readonly procedures?: ProcedureCaller<Context>;
  /** Given to the procedures, e.g. which worker this is. */
  readonly context?: Context;
  /**
   * The other end may see whole errors, stack traces included; as the channel says unless given. One that
   * may not learns what is wrong with its call, of any other error only that there was one.
   */
  readonly isTrusted?: boolean;
};

export type WormholeLimits = Required<
  Pick<WormholeOptions, 'timeoutMs' | 'maxInFlight' | 'maxQueued' | 'maxServed' | 'streamWindow'>
>;

/** @throws {RangeError} When a limit is not above 0; `maxQueued` may be 0. */
export function readLimits({
  timeoutMs = 60_000,
  maxInFlight = 1_000,
  maxQueued = 10_000,
  maxServed = 10_000,
  streamWindow = 64,
}: Partial<WormholeLimits>): WormholeLimits {
  for (const limit of [timeoutMs, maxInFlight, maxServed, streamWindow]) {
    if (!(limit > 0)) throw new RangeError(`Limits of a wormhole must be above 0, got ${limit}`);
  }
  if (!(maxQueued >= 0)) throw new RangeError(`maxQueued must be 0 or more, got ${maxQueued}`);
  return { timeoutMs, maxInFlight, maxQueued, maxServed, streamWindow };
}
