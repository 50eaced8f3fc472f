/**
 * Sessions, as all nodes know them. Every kind keeps `testing/session-store-contract.ts`.
 *
 * @module
 */

/** A call, and then a talk, of two clients. What is over is in no store. */
export type Session = {
  readonly session: string;
  readonly caller: string;
  readonly callee: string;
  readonly state: 'ringing' | 'accepted';
};

export type SessionLimits = {
  /** Calls of one client that ring at once. */
  readonly maxRinging: number;
  /** Sessions of one client, at either end. */
  readonly maxSessions: number;
};

/** What a client's own node learns about a session when it says that the client is still there. */
export type Kept = {
  readonly session: Session;
  /** For so long nobody has said so of the other one. */
  readonly otherAwayMs: number;
};

/**
 * One step each: of two who end the same session one gets it back, and tells. A store forgets a session of
 * which nobody has kept either end for a while.
 */
export type SessionStore = {
  /** @returns Who has too many, or null once it is there. */
  start(session: Session, limits: SessionLimits): Promise<'caller' | 'callee' | null>;
  find(session: string): Promise<Session | null>;
  /** Of one client, at either end. */
  list(client: string): Promise<readonly Session[]>;
  /** @returns The session, accepted; null where it rings no more, or `by` is not who was called. */
  accept(session: string, by: string): Promise<Session | null>;
  /**
   * @param from The state it must be in; any by default.
   * @returns What it was until now; null where there is none of that state, or it is not a session of `by`.
   */
  end(session: string, by: string, from?: Session['state']): Promise<Session | null>;
  /** Say that a client is there. */
  keep(client: string): Promise<readonly Kept[]>;
};
