/**
 * Events and commands over any two-way channel: child processes, threads, streams, WebSockets.
 *
 * @module
 */
export type { Channel, ChannelListener } from './channel.ts';
export {
  WormholeAbortedError,
  WormholeBusyError,
  WormholeClosedError,
  WormholeError,
  WormholeFullError,
  WormholeProtocolError,
  WormholeRemoteError,
  WormholeTimeoutError,
  WormholeValueError,
} from './errors.ts';
export type { CommandOptions } from './outgoing-calls.ts';
export { createPortChannel, type PortLike } from './port-channel.ts';
export {
  createProcessChannel,
  type ProcessChannelOptions,
  type ProcessLike,
} from './process-channel.ts';
export { createStreamChannel, type StreamChannelOptions } from './stream-channel.ts';
export type { ChannelSource } from './to-channel.ts';
export { transfer } from './transfer.ts';
export {
  createWebSocketChannel,
  type WebSocketChannelOptions,
  type WebSocketLike,
} from './web-socket-channel.ts';
export { Wormhole } from './wormhole.ts';
export type { WormholeOptions } from './wormhole-options.ts';
