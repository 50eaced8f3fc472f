/**
 * RTCPeerConnection made easy. For browsers; nothing happens when it is imported.
 *
 * @module
 */
export type { Channel, ChannelEvents } from './channel.ts';
export {
  createPeer,
  type Peer,
  type PeerEvents,
  type PeerOptions,
  type PeerStats,
} from './create-peer.ts';
export { PeerClosedError } from './errors.ts';
