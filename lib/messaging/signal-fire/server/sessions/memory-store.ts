import type { Session, SessionStore } from './session-store.ts';

type Stored = { session: Session; readonly seenMs: Record<string, number> };

export type MemoryStoreOptions = {
  /** Sessions of which nobody has kept an end are forgotten after so long. Default 5 min. */
  readonly forgetMs?: number | undefined;
  /** Milliseconds that do not go back. */
  readonly clock?: (() => number) | undefined;
};

const FORGET_MS = 300_000;

/** For one process. */
export function createMemorySessionStore(options: MemoryStoreOptions = {}): SessionStore {
  const { forgetMs = FORGET_MS, clock = () => performance.now() } = options;
  const all = new Map<string, Stored>();
  const byClient = new Map<string, Set<string>>();

  function ofClient(client: string): Stored[] {
    const found: Stored[] = [];
    for (const id of byClient.get(client) ?? []) {
      const stored = take(id);
      if (stored) found.push(stored);
    }
    return found;
  }

  function take(id: string): Stored | undefined {
    const stored = all.get(id);
    if (!stored || Math.max(...Object.values(stored.seenMs)) + forgetMs >= clock()) return stored;
    remove(stored.session);
    return undefined;
  }

  function remove({ session, caller, callee }: Session): void {
    all.delete(session);
    for (const client of [caller, callee]) {
      const ids = byClient.get(client);
      ids?.delete(session);
      if (ids?.size === 0) byClient.delete(client);
    }
  }

  return {
    async start(session, { maxRinging, maxSessions }) {
      const { caller, callee } = session;
      const own = ofClient(caller);
      const ringing = own.filter((each) => isCallOf(each, caller)).length;
      if (ringing >= maxRinging || own.length >= maxSessions) return 'caller';
      if (ofClient(callee).length >= maxSessions) return 'callee';
      all.set(session.session, { session, seenMs: { [caller]: clock(), [callee]: clock() } });
      for (const client of [caller, callee]) {
        byClient.set(client, (byClient.get(client) ?? new Set()).add(session.session));
      }
      return null;
    },
    async find(id) {
      return take(id)?.session ?? null;
    },
    async list(client) {
      return ofClient(client).map(({ session }) => session);
    },
    async accept(id, by) {
      const stored = take(id);
      if (stored?.session.state !== 'ringing' || stored.session.callee !== by) return null;
      stored.session = { ...stored.session, state: 'accepted' };
      return stored.session;
    },
    async end(id, by, from) {
      const session = take(id)?.session;
      if (!session || (session.caller !== by && session.callee !== by)) return null;
      if (from !== undefined && session.state !== from) return null;
      remove(session);
      return session;
    },
    async keep(client) {
      const nowMs = clock();
      return ofClient(client).map(({ session, seenMs }) => {
        seenMs[client] = nowMs;
        const other = session.caller === client ? session.callee : session.caller;
        return { session, otherAwayMs: nowMs - (seenMs[other] ?? nowMs) };
      });
    },
  };
}

function isCallOf({ session: { state, caller } }: Stored, client: string): boolean {
  return state === 'ringing' && caller === client;
}
