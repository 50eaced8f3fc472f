import { randomBytes } from 'node:crypto';
import type { ApplicationOptions } from '#lib/messaging/luce/index.ts';
import type { Relayed } from '../protocol/index.ts';
import type { ClientState, Identity } from './client-state.ts';
import type { JoinTokens } from './join-tokens.ts';
import { createMemoryPresenceStore } from './presence/memory-store.ts';
import type { PresenceStore } from './presence/presence-store.ts';
import { createMemorySessionStore } from './sessions/memory-store.ts';
import type { SessionLimits, SessionStore } from './sessions/session-store.ts';
import { createMemoryUsedTokens, type UsedTokens } from './used-tokens.ts';

/** As `new RTCPeerConnection` takes it. */
export type RtcConfiguration = { readonly [key: string]: unknown };

export type SignalLimits = SessionLimits & {
  /** Rooms of one client. */
  readonly maxRooms: number;
  /** Requests of one client that are not answered yet. */
  readonly maxUnderWay: number;
  /** Frames of one session that wait for its other end to come back. */
  readonly maxHeld: number;
};

export type SignalOptions = {
  /**
   * At least 32 bytes, the same at all nodes: with it a client proves that an id is its own when it comes
   * back. By default a new one, of this process alone.
   */
  readonly secret?: string | Uint8Array | undefined;
  /** Whoever shows none is refused then. Without it anybody may connect, under an id of the server's choice. */
  readonly joinTokens?: Pick<JoinTokens, 'verify'> | undefined;
  readonly usedTokens?: UsedTokens | undefined;
  readonly sessions?: SessionStore | undefined;
  readonly presence?: PresenceStore | undefined;
  /** Whether somebody may ring somebody, e.g. not after being blocked. Anybody by default. */
  readonly mayCall?:
    | ((call: {
        readonly caller: Identity;
        readonly target: string;
        readonly note: Relayed | undefined;
      }) => boolean | Promise<boolean>)
    | undefined;
  /** By default the rooms of the join token; without tokens, any. */
  readonly mayJoin?: ((room: string, client: Identity) => boolean | Promise<boolean>) | undefined;
  /** Whether the two ends of a session may talk through the server. Default true. */
  readonly relays?: boolean | undefined;
  /** A call that nobody answers ends after so long. Default 30 s. */
  readonly ringsMs?: number | undefined;
  /** What is for somebody who is away waits so long. Default 5 s. */
  readonly holdMs?: number | undefined;
  /** A session ends when one of its clients was away for so long. Default 2 min. */
  readonly awayMs?: number | undefined;
  /** How often a node says of its clients that they are there. Default 10 s. */
  readonly keepMs?: number | undefined;
  readonly limits?: Partial<SignalLimits> | undefined;
  /** Of the luce application below. */
  readonly app?:
    | Omit<ApplicationOptions<ClientState>, 'defaultState' | 'handleProtocols'>
    | undefined;
};

export type Settings = {
  readonly [Name in keyof Omit<SignalOptions, 'joinTokens' | 'app' | 'limits'>]-?: NonNullable<
    SignalOptions[Name]
  >;
} & Pick<SignalOptions, 'joinTokens'> & { readonly limits: SignalLimits };

const LIMITS: SignalLimits = {
  maxRinging: 8,
  maxSessions: 32,
  maxRooms: 8,
  maxUnderWay: 64,
  maxHeld: 64,
};
const LEAST_SECRET_BYTES = 32;

/** @throws {TypeError} For a secret that is too short. */
export function toSettings(options: SignalOptions): Settings {
  const { joinTokens, limits } = options;
  const secret = options.secret ?? randomBytes(LEAST_SECRET_BYTES);
  if (Buffer.byteLength(secret) < LEAST_SECRET_BYTES) {
    throw new TypeError(`The secret has fewer than ${LEAST_SECRET_BYTES} bytes`);
  }
  return {
    secret,
    joinTokens,
    usedTokens: options.usedTokens ?? createMemoryUsedTokens(),
    sessions: options.sessions ?? createMemorySessionStore(),
    presence: options.presence ?? createMemoryPresenceStore(),
    mayCall: options.mayCall ?? (() => true),
    mayJoin: options.mayJoin ?? ((room, { rooms }) => rooms?.includes(room) ?? !joinTokens),
    relays: options.relays ?? true,
    ringsMs: options.ringsMs ?? 30_000,
    holdMs: options.holdMs ?? 5_000,
    awayMs: options.awayMs ?? 120_000,
    keepMs: options.keepMs ?? 10_000,
    limits: { ...LIMITS, ...limits },
  };
}
