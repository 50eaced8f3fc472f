import { type Server, type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import type { Settings } from './settings.ts';

/** Whose socket it is: a connection. */
export type SocketPeer = {
  receive(data: Buffer, isBinary: boolean): void;
  /** A ping or a pong. */
  count(): void;
  broken(error: Error): void;
  left(code: number, reason: string): void;
};

/** Knows its peer, so that all sockets share their listeners: five closures each would be 1 kB. */
export class PeerSocket extends WebSocket {
  peer: SocketPeer | undefined;

  listen(peer: SocketPeer): void {
    this.peer = peer;
    this.on('message', onMessage);
    this.on('ping', onControl);
    this.on('pong', onControl);
    this.on('error', onError);
    this.on('close', onClose);
  }
}

function onMessage(this: WebSocket, data: WebSocket.RawData, isBinary: boolean): void {
  // A buffer: `binaryType` is left as it is.
  toPeer(this)?.receive(data as Buffer, isBinary);
}

function onControl(this: WebSocket): void {
  toPeer(this)?.count();
}

function onError(this: WebSocket, error: Error): void {
  toPeer(this)?.broken(error);
}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  toPeer(this)?.left(code, reason.toString());
}

function toPeer(socket: WebSocket): SocketPeer | undefined {
  return (socket as PeerSocket).peer;
}

/** Small pieces of a message pin more memory than they hold (CVE-2026-48779). */
const MAX_CHUNKS = 1_024;

/** What does the handshake. Nothing is compressed: it costs memory for each socket, and invites bombs. */
export function createHandshakes<State extends object>({
  limits: { maxPayload, maxFragments },
  closeTimeoutMs,
  handleProtocols,
}: Settings<State>): Server<typeof PeerSocket> {
  // The types know less than ws 8.21 does.
  const options: ServerOptions<typeof PeerSocket> & {
    maxFragments: number;
    maxBufferedChunks: number;
    closeTimeout: number;
  } = {
    noServer: true,
    WebSocket: PeerSocket,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload,
    maxFragments,
    maxBufferedChunks: MAX_CHUNKS,
    closeTimeout: closeTimeoutMs,
    handleProtocols,
  };
  return new WebSocketServer(options);
}
