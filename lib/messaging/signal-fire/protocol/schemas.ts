/**
 * What may travel, as zod schemas: the server parses with them, and PROTOCOL.md's JSON schemas are made of them.
 *
 * @module
 */
import { z } from 'zod';

/** Bytes of what the two ends say to each other through the server, as JSON. */
export const MAX_RELAYED_LENGTH = 16_384;
const MAX_SDP_LENGTH = 49_152;

/** Letters of an HTTP token, since it travels in a header. */
export const clientId = z.string().regex(/^[\w~-]{1,128}$/);
export const sessionId = z.string().regex(/^[\w-]{22}$/);
export const roomName = z.string().regex(/^[\w:~.-]{1,128}$/);
const reason = z.string().max(200);
export const relayed = z
  .json()
  .refine((value) => JSON.stringify(value).length <= MAX_RELAYED_LENGTH, {
    message: `At most ${MAX_RELAYED_LENGTH} characters as JSON`,
  });

/** RTCIceCandidateInit; null once there are no more. */
export const candidate = z
  .object({
    candidate: z.string().max(2_048),
    sdpMid: z.string().max(256).nullish(),
    sdpMLineIndex: z.int().min(0).max(65_535).nullish(),
    usernameFragment: z.string().max(256).nullish(),
  })
  .nullable();
export const offer = z.object({ type: z.literal('offer'), sdp: z.string().max(MAX_SDP_LENGTH) });
export const answer = z.object({ type: z.literal('answer'), sdp: z.string().max(MAX_SDP_LENGTH) });

/** What a client may ask. Each is answered once. */
export const requests = {
  'session-start': z.object({ target: clientId, note: relayed.optional() }),
  'session-accept': z.object({ session: sessionId }),
  'session-reject': z.object({ session: sessionId, reason: reason.optional() }),
  'session-cancel': z.object({ session: sessionId, reason: reason.optional() }),
  'session-end': z.object({ session: sessionId, reason: reason.optional() }),
  offer: z.object({ session: sessionId, offer }),
  answer: z.object({ session: sessionId, answer }),
  ice: z.object({ session: sessionId, candidate }),
  relay: z.object({ session: sessionId, data: relayed }),
  'room-join': z.object({ room: roomName }),
  'room-leave': z.object({ room: roomName }),
} as const;

const fromPeer = { session: sessionId, origin: clientId };
const sessionState = z.object({
  ...fromPeer,
  role: z.enum(['caller', 'callee']),
  state: z.enum(['ringing', 'accepted']),
});

/** What a client is told. */
export const events = {
  welcome: z.object({
    id: clientId,
    /** To be offered as a sub-protocol by whoever comes back without a join token. */
    resume: z.string(),
    /** RTCConfiguration. */
    configuration: z.looseObject({}),
    sessions: z.array(sessionState),
  }),
  'session-start': z.object({ ...fromPeer, ringsMs: z.int().min(0), note: relayed.optional() }),
  'session-accept': z.object(fromPeer),
  'session-reject': z.object({ ...fromPeer, reason: reason.optional() }),
  'session-cancel': z.object({ ...fromPeer, reason: reason.optional() }),
  'session-timeout': z.object(fromPeer),
  'session-end': z.object({ ...fromPeer, reason: reason.optional() }),
  'session-away': z.object(fromPeer),
  'session-back': z.object(fromPeer),
  offer: z.object({ ...fromPeer, offer }),
  answer: z.object({ ...fromPeer, answer }),
  ice: z.object({ ...fromPeer, candidate }),
  relay: z.object({ ...fromPeer, data: relayed }),
  'room-present': z.object({ room: roomName, id: clientId }),
  'room-absent': z.object({ room: roomName, id: clientId }),
} as const;

/** What a request is answered with. */
export const answers = {
  'session-start': z.object({ session: sessionId, ringsMs: z.int().min(0) }),
  'room-join': z.object({ members: z.array(clientId) }),
} as const;

/** Why a request was refused. */
export const refusal = z.object({
  code: z.enum([
    'ERR_SIGNAL_INPUT',
    'ERR_SIGNAL_UNKNOWN_COMMAND',
    'ERR_SIGNAL_SELF',
    'ERR_SIGNAL_NO_SESSION',
    'ERR_SIGNAL_STATE',
    'ERR_SIGNAL_PEER_MISSING',
    'ERR_SIGNAL_PEER_AWAY',
    'ERR_SIGNAL_BUSY',
    'ERR_SIGNAL_FORBIDDEN',
    'ERR_SIGNAL_UNAVAILABLE',
    'ERR_INTERNAL',
  ]),
  message: z.string(),
});

export type Requests = {
  readonly [Name in keyof typeof requests]: z.infer<(typeof requests)[Name]>;
};
export type SignalEvents = {
  readonly [Name in keyof typeof events]: z.infer<(typeof events)[Name]>;
};
export type RefusalCode = z.infer<typeof refusal>['code'];
export type SessionState = z.infer<typeof sessionState>;
export type Relayed = z.infer<typeof relayed>;
export type Offer = z.infer<typeof offer>;
export type Answer = z.infer<typeof answer>;
export type Candidate = z.infer<typeof candidate>;
