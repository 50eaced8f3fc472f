import { createEvents, type Events } from '../protocol/browser.ts';
import { type Channel, createChannel } from './channel.ts';

export type PeerOptions = {
  readonly configuration?: RTCConfiguration | undefined;
  /** Of two who offer at the same moment, the polite one gives way. Exactly one of the two is. */
  readonly isPolite: boolean;
  readonly onError?: ((error: unknown) => void) | undefined;
};

export type PeerEvents = {
  /** To be handed to the other end, in this order with candidates. */
  readonly description: readonly [
    RTCSessionDescriptionInit & { readonly type: 'offer' | 'answer' },
  ];
  /** Null once there are no more. */
  readonly candidate: readonly [RTCIceCandidateInit | null];
  /** Opened by the other end. */
  readonly channel: readonly [Channel];
  readonly track: readonly [RTCTrackEvent];
  readonly state: readonly [RTCPeerConnectionState];
};

export type PeerStats = {
  /** By what way the two are connected; undefined while they are not. */
  readonly path: 'direct' | 'relayed' | undefined;
  /** Milliseconds. */
  readonly roundTripMs: number | undefined;
  readonly bytesSent: number;
  readonly bytesReceived: number;
};

/** An RTCPeerConnection that negotiates by itself, as often as it must, whoever begins. */
export type Peer = Pick<Events<PeerEvents>, 'on'> & {
  readonly raw: RTCPeerConnection;
  /** What the other end's `description` brought. */
  receiveDescription(description: RTCSessionDescriptionInit): Promise<void>;
  /** What the other end's `candidate` brought. Kept while it is too early for it. */
  receiveCandidate(candidate: RTCIceCandidateInit | null): Promise<void>;
  openChannel(label: string, options?: RTCDataChannelInit): Channel;
  addTrack(track: MediaStreamTrack, ...streams: MediaStream[]): RTCRtpSender;
  /** After the way to the other end was away: what it may have missed is said again. */
  resume(): void;
  stats(): Promise<PeerStats>;
  close(): void;
};

/** A connection that wavers recovers by itself, or does not. */
const WAVERS_MS = 2_500;

/**
 * Perfect negotiation, as WebRTC 1.0 § 10.7 has it, with candidates kept until there is a description for
 * them, and ICE restarted when the way breaks.
 */
export function createPeer({ configuration, isPolite, onError }: PeerOptions): Peer {
  const raw = new RTCPeerConnection(configuration);
  const events = createEvents<PeerEvents>(onError);
  const fail = onError ?? ((error: unknown) => globalThis.reportError?.(error));
  let isMakingOffer = false;
  let isIgnoringOffer = false;
  let isSettingAnswer = false;
  let early: (RTCIceCandidateInit | null)[] = [];
  let wavering: ReturnType<typeof setTimeout> | undefined;
  /** One after another: two at once would find each other's half of the work. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  }

  function tell(): void {
    const { localDescription: own } = raw;
    if (own?.type === 'offer' || own?.type === 'answer') {
      events.emit('description', { type: own.type, sdp: own.sdp });
    }
  }

  raw.onnegotiationneeded = async () => {
    try {
      isMakingOffer = true;
      await raw.setLocalDescription();
      if (raw.signalingState === 'have-local-offer') tell();
    } catch (error) {
      if (raw.signalingState !== 'closed') fail(error);
    } finally {
      isMakingOffer = false;
    }
  };
  raw.onicecandidate = ({ candidate }) => events.emit('candidate', candidate?.toJSON() ?? null);
  raw.ondatachannel = ({ channel }) => events.emit('channel', createChannel(channel));
  raw.ontrack = (event) => events.emit('track', event);
  raw.onconnectionstatechange = () => {
    const state = raw.connectionState;
    clearTimeout(wavering);
    if (state === 'failed') raw.restartIce();
    if (state === 'disconnected') wavering = setTimeout(() => raw.restartIce(), WAVERS_MS);
    events.emit('state', state);
  };

  async function receive(description: RTCSessionDescriptionInit): Promise<void> {
    const isOffer = description.type === 'offer';
    const isReady =
      !isMakingOffer && (raw.signalingState === 'stable' || (isSettingAnswer && !isOffer));
    isIgnoringOffer = !isPolite && isOffer && !isReady;
    if (isIgnoringOffer) return;
    // An answer to an offer that was taken back meanwhile, or that was answered before.
    if (!isOffer && raw.signalingState !== 'have-local-offer') return;
    isSettingAnswer = !isOffer;
    try {
      await raw.setRemoteDescription(description);
    } finally {
      isSettingAnswer = false;
    }
    const kept = early;
    early = [];
    for (const candidate of kept) await add(candidate);
    if (!isOffer) return;
    await raw.setLocalDescription();
    tell();
  }

  async function add(candidate: RTCIceCandidateInit | null): Promise<void> {
    try {
      await raw.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      // Of an offer that was ignored.
      if (!isIgnoringOffer) throw error;
    }
  }

  return {
    raw,
    on: events.on,
    receiveDescription: (description) => inTurn(() => receive(description)),
    receiveCandidate: (candidate) =>
      inTurn(async () => {
        if (raw.remoteDescription) await add(candidate);
        else early.push(candidate);
      }),
    openChannel: (label, options) => createChannel(raw.createDataChannel(label, options)),
    addTrack: (track, ...streams) => raw.addTrack(track, ...streams),
    resume() {
      if (raw.signalingState === 'have-local-offer') tell();
      else if (raw.connectionState !== 'connected') raw.restartIce();
    },
    stats: async () => toStats(await raw.getStats()),
    close() {
      clearTimeout(wavering);
      raw.onnegotiationneeded = raw.onicecandidate = raw.ondatachannel = null;
      raw.ontrack = raw.onconnectionstatechange = null;
      raw.close();
      events.emit('state', 'closed');
    },
  };
}

type Report = RTCStats & {
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly currentRoundTripTime?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
};

function toStats(all: RTCStatsReport): PeerStats {
  // The standard's report is a map of records by kind, which the types leave open.
  const reports = all as unknown as ReadonlyMap<string, Report>;
  const get = (id: string | undefined) => (id === undefined ? undefined : reports.get(id));
  const transport = [...reports.values()].find(({ type }) => type === 'transport');
  const pair = get(transport?.selectedCandidatePairId);
  const kinds = [get(pair?.localCandidateId), get(pair?.remoteCandidateId)];
  const isRelayed = kinds.some((candidate) => candidate?.candidateType === 'relay');
  const seconds = pair?.currentRoundTripTime;
  return {
    path: pair && (isRelayed ? 'relayed' : 'direct'),
    roundTripMs: seconds === undefined ? undefined : seconds * 1_000,
    bytesSent: pair?.bytesSent ?? 0,
    bytesReceived: pair?.bytesReceived ?? 0,
  };
}
