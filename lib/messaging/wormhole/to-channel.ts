import type { Channel } from './channel.ts';
import { createPortChannel, isPort, type PortLike } from './port-channel.ts';
import { createProcessChannel, isProcess, type ProcessLike } from './process-channel.ts';

/** What a wormhole can be made with as it is; for a stream or a WebSocket make a channel first. */
export type ChannelSource = Channel | ProcessLike | PortLike;

/** @throws {TypeError} When it is nothing of that. */
export function toChannel(source: ChannelSource): Channel {
  if (typeof source === 'object' && source !== null) {
    if ('carries' in source) return source;
    if (isPort(source)) return createPortChannel(source);
    if (isProcess(source)) return createProcessChannel(source);
  }
  throw new TypeError('A wormhole needs a process with a channel, a port or worker, or a channel');
}
