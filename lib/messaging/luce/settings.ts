import type { IncomingMessage } from 'node:http';
import type { Backplane } from './rooms/backplane.ts';
import { createMemoryBackplane } from './rooms/memory-backplane.ts';
import type { Rate } from './take-token.ts';

/** Bytes and counts beyond which a peer is slowed down or let go. */
export type Limits = {
  /** Of one message. More closes with 1009. 64 KiB by default. */
  readonly maxPayload: number;
  /** Of one message. More closes with 1008. 64 by default. */
  readonly maxFragments: number;
  /** Levels of a JSON message. More closes with 4400. 32 by default. */
  readonly maxDepth: number;
  /** Messages that wait for a hook before the peer's socket is read no further. 32 by default. */
  readonly pauseAt: number;
  /** Messages that may wait: what was on its way when reading stopped. More closes with 4429. 1,024. */
  readonly maxQueued: number;
  /** Bytes of messages that may wait. More closes with 4429. 1 MiB by default. */
  readonly maxQueuedBytes: number;
  /** Bytes queued for a peer. At more, sending to it closes it with 1013. 1 MiB by default. */
  readonly maxBuffered: number;
  /** Rooms of one peer. 100 by default. */
  readonly maxRooms: number;
  /** Sockets of this application, those being upgraded included; others get 503. 20,000 by default. */
  readonly maxConnections: number;
  /** Messages, pings and pongs. More closes with 4429. 100 a second, 200 at once. */
  readonly rate: Rate;
};

export type ApplicationOptions<State extends object> = {
  /** Copied deeply for each socket: structured-clone types only. */
  readonly defaultState?: State;
  /** Chooses among the protocols offered, as `ws` has it: false chooses none. */
  readonly handleProtocols?: (protocols: Set<string>, request: IncomingMessage) => string | false;
  /**
   * Origins that may connect, e.g. `['https://trade.example']`, compared letter by letter, or a function.
   * By default the origin's host must be the request's.
   */
  readonly origins?: readonly string[] | ((origin: string, request: IncomingMessage) => boolean);
  /** Programs send no `Origin`, browsers always do. False by default. */
  readonly allowMissingOrigin?: boolean;
  readonly limits?: Partial<Limits>;
  /** A peer is pinged after this silence, and let go after twice of it. 30 s by default. */
  readonly heartbeatMs?: number;
  /** For the `pre` hooks together; 503 after it. 10 s by default. */
  readonly upgradeTimeoutMs?: number;
  /** For what one message or the `post` hooks take; 4500 after it, give or take an eighth of `heartbeatMs`. 60 s by default. */
  readonly hookTimeoutMs?: number;
  /** For the closing handshake; after it the connection is cut. 5 s by default. */
  readonly closeTimeoutMs?: number;
  /** Joins gateways into one. In this process alone by default. */
  readonly backplane?: Backplane;
  /** Milliseconds that do not go back, for the rate limit. */
  readonly clock?: () => number;
};

export type Settings<State extends object> = Required<Omit<ApplicationOptions<State>, 'limits'>> & {
  readonly limits: Limits;
};

const LIMITS: Limits = {
  maxPayload: 64 * 1_024,
  maxFragments: 64,
  maxDepth: 32,
  pauseAt: 32,
  maxQueued: 1_024,
  maxQueuedBytes: 1_024 * 1_024,
  maxBuffered: 1_024 * 1_024,
  maxRooms: 100,
  maxConnections: 20_000,
  rate: { perSecond: 100, burst: 200 },
};

/** @throws {TypeError} For a default state that cannot be copied. */
export function toSettings<State extends object>(
  options: ApplicationOptions<State>,
): Settings<State> {
  return {
    // Without a default there is nothing in it, whatever the type hopes for.
    defaultState: copyState(options.defaultState ?? ({} as State)),
    handleProtocols: options.handleProtocols ?? takeFirst,
    origins: options.origins ?? isOfSameHost,
    allowMissingOrigin: options.allowMissingOrigin ?? false,
    limits: { ...LIMITS, ...options.limits },
    heartbeatMs: options.heartbeatMs ?? 30_000,
    upgradeTimeoutMs: options.upgradeTimeoutMs ?? 10_000,
    hookTimeoutMs: options.hookTimeoutMs ?? 60_000,
    closeTimeoutMs: options.closeTimeoutMs ?? 5_000,
    backplane: options.backplane ?? createMemoryBackplane(),
    clock: options.clock ?? (() => performance.now()),
  };
}

function copyState<State>(state: State): State {
  try {
    return structuredClone(state);
  } catch (cause) {
    throw new TypeError('defaultState must be made of types that structuredClone takes', { cause });
  }
}

function takeFirst(protocols: Set<string>): string | false {
  const [first = false] = protocols;
  return first;
}

function isOfSameHost(origin: string, { headers: { host } }: IncomingMessage): boolean {
  return host !== undefined && (origin === `https://${host}` || origin === `http://${host}`);
}
