import type { Context } from '#lib/messaging/luce/index.ts';
import type { Lease } from '#lib/messaging/registry/index.ts';
import type { SessionState } from '../protocol/index.ts';

/** Whose socket it is. */
export type Identity = {
  readonly client: string;
  readonly account?: string | undefined;
  readonly subject?: string | undefined;
  /** Rooms it may join; undefined where no token says so. */
  readonly rooms?: readonly string[] | undefined;
};

/** A session as the node of one of its ends knows it; the store is right where they differ. */
export type Talk = Omit<SessionState, 'origin'> & {
  readonly other: string;
  state: SessionState['state'];
  ringing?: NodeJS.Timeout | undefined;
  /** Frames for the other end while it is away, and those behind them. */
  held?: Held[] | undefined;
};

export type Held = {
  readonly frame: SignalFrame;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** What clients are told, and servers tell each other of. */
export type SignalFrame = {
  readonly cmd: string;
  readonly data: {
    readonly session?: string;
    readonly origin?: string;
    readonly [key: string]: unknown;
  };
};

export type ClientState = {
  identity: Identity;
  readonly talks: Map<string, Talk>;
  readonly rooms: Set<string>;
  /** Requests that are not answered yet. */
  underWay: number;
  lease: Lease | undefined;
  /** Nothing is told before `welcome` is. */
  isWelcome: Promise<void> | undefined;
};

export type Client = Context<ClientState>;

export function emptyState(): ClientState {
  return {
    identity: { client: '' },
    talks: new Map(),
    rooms: new Set(),
    underWay: 0,
    lease: undefined,
    isWelcome: undefined,
  };
}
