import type { Connect, Relayed } from '../connect/index.ts';
import { createPeer, type Peer } from '../peer/index.ts';
import { createEvents, type Events } from '../protocol/browser.ts';

export type SessionEvents = {
  /** The two may connect: `peer` is there. */
  readonly accepted: readonly [Peer];
  readonly rejected: readonly [reason: string | undefined];
  readonly canceled: readonly [reason: string | undefined];
  readonly 'timed-out': readonly [];
  readonly ended: readonly [reason: string | undefined];
  /** The other end's signaling is away, or back. What is connected already goes on. */
  readonly away: readonly [];
  readonly back: readonly [];
  /** What the other end said through the server. */
  readonly relay: readonly [Relayed];
};

export type SessionStatus =
  | 'ringing'
  | 'accepted'
  | 'rejected'
  | 'canceled'
  | 'timed-out'
  | 'ended';

/** A call, and then a talk. */
export type Session = Pick<Events<SessionEvents>, 'on'> & {
  readonly id: string;
  /** The other end. */
  readonly peerId: string;
  readonly isIncoming: boolean;
  readonly note: Relayed | undefined;
  readonly status: SessionStatus;
  /** Undefined until it is accepted. */
  readonly peer: Peer | undefined;
  /** @throws {SignalRefusedError} It rings no more. So do the others. */
  accept(): Promise<Peer>;
  reject(reason?: string): Promise<void>;
  cancel(reason?: string): Promise<void>;
  end(reason?: string): Promise<void>;
  /** Through the server, where there is no way between the two. At most 16,384 characters as JSON. */
  relay(data: Relayed): Promise<void>;
};

export type SessionParts = {
  readonly connect: Connect;
  readonly id: string;
  readonly peerId: string;
  readonly isIncoming: boolean;
  readonly note?: Relayed | undefined;
  readonly onOver: () => void;
  readonly onError: (error: unknown) => void;
};

export type Told = { readonly cmd: string; readonly data: { readonly [name: string]: unknown } };

/** With what the client hands on to it. */
export type HeldSession = Session & {
  hear(told: Told): void;
  /** The server knows it still, or not any more. */
  resume(state: 'ringing' | 'accepted' | undefined): void;
};

const ENDINGS = {
  'session-reject': 'rejected',
  'session-cancel': 'canceled',
  'session-timeout': 'timed-out',
  'session-end': 'ended',
} as const;

export function createSession(parts: SessionParts): HeldSession {
  const { connect, id, peerId, isIncoming, note, onOver, onError } = parts;
  const events = createEvents<SessionEvents>(onError);
  let status: SessionStatus = 'ringing';
  let peer: Peer | undefined;

  /** Of signaling that is away just now, `resume` says again what was lost. */
  const post = (sending: Promise<void>) => void sending.catch(() => {});

  function open(): Peer {
    if (peer) return peer;
    status = 'accepted';
    const { configuration } = connect;
    const made = createPeer({ configuration, isPolite: isIncoming, onError });
    peer = made;
    made.on('description', ({ type, sdp = '' }) => {
      if (type === 'offer') post(connect.sendOffer(id, { type, sdp }));
      else post(connect.sendAnswer(id, { type, sdp }));
    });
    made.on('candidate', (candidate) =>
      post(
        connect.sendICECandidate(
          id,
          candidate && { ...candidate, candidate: candidate.candidate ?? '' },
        ),
      ),
    );
    events.emit('accepted', made);
    return made;
  }

  function finish(how: (typeof ENDINGS)[keyof typeof ENDINGS], reason?: string): void {
    if (status !== 'ringing' && status !== 'accepted') return;
    status = how;
    peer?.close();
    if (how === 'timed-out') events.emit(how);
    else events.emit(how, reason);
    onOver();
  }

  const finishing =
    (cmd: Exclude<keyof typeof ENDINGS, 'session-timeout'>) => async (reason?: string) => {
      await connect.request(cmd, { session: id, ...(reason === undefined ? {} : { reason }) });
      finish(ENDINGS[cmd], reason);
    };

  return {
    id,
    peerId,
    isIncoming,
    note,
    on: events.on,
    get status() {
      return status;
    },
    get peer() {
      return peer;
    },
    async accept() {
      await connect.request('session-accept', { session: id });
      return open();
    },
    reject: finishing('session-reject'),
    cancel: finishing('session-cancel'),
    end: finishing('session-end'),
    async relay(data) {
      await connect.request('relay', { session: id, data });
    },
    hear({ cmd, data }) {
      if (cmd === 'session-accept') open();
      else if (cmd === 'session-away') events.emit('away');
      else if (cmd === 'session-back') {
        events.emit('back');
        peer?.resume();
      } else if (cmd === 'relay') events.emit('relay', data.data as Relayed);
      else if (cmd === 'offer' || cmd === 'answer') {
        // The callee's own answer to `accept` may be behind the caller's offer.
        open()
          .receiveDescription(data[cmd] as RTCSessionDescriptionInit)
          .catch(onError);
      } else if (cmd === 'ice') {
        open()
          .receiveCandidate(data.candidate as RTCIceCandidateInit | null)
          .catch(onError);
      } else if (cmd in ENDINGS) {
        finish(ENDINGS[cmd as keyof typeof ENDINGS], data.reason as string | undefined);
      }
    },
    resume(state) {
      if (state === undefined) finish('ended', 'gone');
      else if (state === 'accepted') {
        if (status === 'ringing') open();
        peer?.resume();
      }
    },
  };
}
