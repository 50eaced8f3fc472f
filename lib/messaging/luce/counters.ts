/** Counts since the start, but for `connections` and `rooms`, which are of now. */
export type Counters = {
  connections: number;
  rooms: number;
  upgrades: number;
  upgradesRefused: number;
  received: number;
  sent: number;
  /** Messages for rooms, handed to one socket each. */
  broadcast: number;
  /** Messages for rooms that a slow socket was not given. */
  skipped: number;
  /** Sockets closed for what they sent: not JSON, too deep, binary unasked. */
  badMessages: number;
  /** Sockets closed for sending too much, or faster than it could be handled. */
  tooMany: number;
  /** Sockets closed because too much was queued for them. */
  slowReaders: number;
  /** Sockets from which nothing was heard any more. */
  silent: number;
  /** Frames that RFC 6455 or the limits do not allow, and connections that broke. */
  socketErrors: number;
  /** Faults of our own: hooks that threw, took too long. */
  failures: number;
  /** Times that the backplane may have missed something. */
  gaps: number;
};

export function createCounters(): Counters {
  return {
    connections: 0,
    rooms: 0,
    upgrades: 0,
    upgradesRefused: 0,
    received: 0,
    sent: 0,
    broadcast: 0,
    skipped: 0,
    badMessages: 0,
    tooMany: 0,
    slowReaders: 0,
    silent: 0,
    socketErrors: 0,
    failures: 0,
    gaps: 0,
  };
}
