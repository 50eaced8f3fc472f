import type { Duplex } from 'node:stream';
import { deserialize, serialize } from 'node:v8';
import type { Channel, ChannelListener } from './channel.ts';
import { WormholeProtocolError } from './errors.ts';
import { FrameReader } from './frame-reader.ts';

export type StreamChannelOptions = {
  /**
   * How messages are written, the same on both ends. 'advanced' (V8's own format) carries everything
   * and is faster from some 64 KiB on, but is not made for peers that are not ours: use it only
   * between processes of one program.
   */
  readonly serialization?: 'json' | 'advanced';
  /** Longest message, in bytes; 16 MiB unless given. A longer one ends the channel. */
  readonly maxMessageBytes?: number;
  /** The other end is of this program: it may see whole errors. Not unless said. */
  readonly isTrusted?: boolean;
};

const HEADER_BYTES = 4;
/** So long the other end has to take what it was sent, and to hang up. */
const LINGER_MS = 30_000;

/** Make a channel of a Duplex stream: a socket, a pipe. Each message has its length in four bytes before it. */
export function createStreamChannel(
  source: Duplex,
  {
    serialization = 'json',
    maxMessageBytes = 2 ** 24,
    isTrusted = false,
  }: StreamChannelOptions = {},
): Channel {
  return new StreamChannel(source, { serialization, maxMessageBytes, isTrusted });
}

class StreamChannel implements Channel {
  readonly source: Duplex;
  readonly carries: 'json' | 'structured';
  readonly isTrusted: boolean;
  readonly #maxMessageBytes: number;
  #listener: ChannelListener | undefined;
  #fault: Error | undefined;
  #isEnded = false;

  constructor(
    source: Duplex,
    { serialization, maxMessageBytes, isTrusted }: Required<StreamChannelOptions>,
  ) {
    this.source = source;
    this.carries = serialization === 'json' ? 'json' : 'structured';
    this.isTrusted = isTrusted;
    this.#maxMessageBytes = maxMessageBytes;
  }

  get isOpen(): boolean {
    return !this.#isEnded && this.source.writable && !this.source.destroyed;
  }

  start(listener: ChannelListener): void {
    this.#listener = listener;
    const reader = new FrameReader(this.#maxMessageBytes);
    this.source.on('data', (chunk: Buffer) => this.#read(reader, chunk));
    this.source.on('drain', () => this.#listener?.onDrain());
    this.source.on('error', (error: Error) => {
      this.#fault = error;
    });
    this.source.on('end', () => this.source.end());
    this.source.on('close', () => this.#end());
  }

  send(message: unknown): boolean {
    const bytes = this.#write(message);
    if (bytes.length - HEADER_BYTES > this.#maxMessageBytes) {
      throw new RangeError(
        `A message of ${bytes.length} bytes is longer than ${this.#maxMessageBytes}`,
      );
    }
    return this.source.write(bytes);
  }

  pause(): void {
    this.source.pause();
  }

  resume(): void {
    this.source.resume();
  }

  close(): void {
    this.#isEnded = true;
    this.#listener = undefined;
    if (this.source.isPaused()) {
      this.source.destroy();
      return;
    }
    this.source.end();
    if (this.source.closed) return;
    const timer = setTimeout(() => this.source.destroy(), LINGER_MS);
    timer.unref();
    this.source.once('close', () => clearTimeout(timer));
  }

  #write(message: unknown): Buffer {
    if (this.carries === 'structured') {
      const body = serialize(message);
      const bytes = Buffer.allocUnsafe(HEADER_BYTES + body.length);
      bytes.writeUInt32BE(body.length, 0);
      body.copy(bytes, HEADER_BYTES);
      return bytes;
    }
    const text = JSON.stringify(message);
    const length = Buffer.byteLength(text);
    const bytes = Buffer.allocUnsafe(HEADER_BYTES + length);
    bytes.writeUInt32BE(length, 0);
    bytes.write(text, HEADER_BYTES);
    return bytes;
  }

  #read(reader: FrameReader, chunk: Buffer): void {
    if (this.#isEnded) return;
    try {
      for (const body of reader.read(chunk)) {
        const message = this.#parse(body);
        if (message !== undefined) this.#listener?.onMessage(message);
      }
    } catch (error) {
      // After a wrong length nothing that follows can be understood.
      this.#fault = error as Error;
      this.source.destroy();
    }
  }

  #parse(body: Buffer): unknown {
    try {
      return this.carries === 'json' ? JSON.parse(body.toString()) : deserialize(body);
    } catch (error) {
      const told = new WormholeProtocolError('A message could not be read', { cause: error });
      this.#listener?.onProblem(told);
      return undefined;
    }
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#listener?.onClose(this.#fault);
  }
}
