import {
  type Connect,
  type ConnectOptions,
  createConnect,
  type Relayed,
} from '../connect/index.ts';
import { createEvents, type Events } from '../protocol/browser.ts';
import { createSession, type HeldSession, type Session, type Told } from './session.ts';

export type ClientEvents = {
  /** Somebody calls. */
  readonly session: readonly [Session];
  /** Somebody came into a room, or left it. */
  readonly present: readonly [room: string, id: string];
  readonly absent: readonly [room: string, id: string];
};

/** Sessions with others, on one connection to a signaling server. */
export type SignalClient = Pick<Events<ClientEvents>, 'on'> & {
  readonly connect: Connect;
  readonly id: string;
  /** Ring somebody. @throws {SignalRefusedError} Not there, busy, or not allowed. */
  createSession(target: string, options?: { readonly note?: Relayed }): Promise<Session>;
  /** @returns Who is in it. Joined again after each reconnect. */
  joinRoom(room: string): Promise<readonly string[]>;
  leaveRoom(room: string): Promise<void>;
  /** Ends all of it: sessions are over for the other ends after a while. */
  close(): void;
};

const FOR_SESSIONS = [
  'session-accept',
  'session-reject',
  'session-cancel',
  'session-timeout',
  'session-end',
  'session-away',
  'session-back',
  'offer',
  'answer',
  'ice',
  'relay',
] as const;

/**
 * Connect to a signaling server. Resolves when it has said who we are.
 *
 * @example
 * const client = await connect('/realtime/signal', { token });
 * const session = await client.createSession(traderId);
 * session.on('accepted', (peer) => peer.openChannel('chat').send('o7'));
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<SignalClient> {
  const client = createClient(options);
  await client.connect.connect(url);
  return client;
}

/** As {@link connect}, for whoever wants to listen before anything can come: then call `connect.connect(url)`. */
export function createClient(options: ConnectOptions = {}): SignalClient {
  const { onError = (error: unknown) => globalThis.reportError?.(error) } = options;
  const link = createConnect(options);
  const events = createEvents<ClientEvents>(onError);
  const sessions = new Map<string, HeldSession>();
  const rooms = new Set<string>();

  function hold(parts: {
    readonly id: string;
    readonly peerId: string;
    readonly isIncoming: boolean;
    readonly note?: Relayed | undefined;
  }): HeldSession {
    const session = createSession({
      ...parts,
      connect: link,
      onOver: () => void sessions.delete(parts.id),
      onError,
    });
    sessions.set(parts.id, session);
    return session;
  }

  // Their data differ, and are told apart where they are used.
  const listen = link.on as (cmd: string, listener: (data: Told['data']) => void) => void;
  for (const cmd of FOR_SESSIONS) {
    listen(cmd, (data) => sessions.get(String(data.session))?.hear({ cmd, data }));
  }
  link.on('session-start', ({ session: id, origin: peerId, note }) => {
    events.emit('session', hold({ id, peerId, isIncoming: true, note }));
  });
  link.on('room-present', ({ room, id }) => events.emit('present', room, id));
  link.on('room-absent', ({ room, id }) => events.emit('absent', room, id));
  link.on('welcome', ({ sessions: known }) => {
    const states = new Map(known.map(({ session, state }) => [session, state]));
    for (const [id, session] of [...sessions]) session.resume(states.get(id));
    for (const room of rooms) link.request('room-join', { room }).catch(onError);
    for (const { session: id, origin: peerId, role, state } of known) {
      // Of a page that is no more: its talk cannot go on here, and its call is answered by whoever comes first.
      if (sessions.has(id)) continue;
      if (state === 'ringing' && role === 'callee') {
        events.emit('session', hold({ id, peerId, isIncoming: true }));
      } else {
        link
          .request(state === 'ringing' ? 'session-cancel' : 'session-end', { session: id })
          .catch(() => {});
      }
    }
  });

  return {
    connect: link,
    on: events.on,
    get id() {
      return link.id;
    },
    async createSession(target, { note } = {}) {
      const data = { target, ...(note === undefined ? {} : { note }) };
      const answer = (await link.request('session-start', data)) as { session: string };
      return (
        sessions.get(answer.session) ??
        hold({ id: answer.session, peerId: target, isIncoming: false, note })
      );
    },
    async joinRoom(room) {
      rooms.add(room);
      const { members } = (await link.request('room-join', { room })) as { members: string[] };
      return members;
    },
    async leaveRoom(room) {
      rooms.delete(room);
      await link.request('room-leave', { room });
    },
    close() {
      for (const session of sessions.values()) session.peer?.close();
      sessions.clear();
      link.close();
    },
  };
}
