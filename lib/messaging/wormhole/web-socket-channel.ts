import type { Channel, ChannelListener } from './channel.ts';
import { WormholeClosedError, WormholeProtocolError } from './errors.ts';

/** A WebSocket: that of a browser, of Node, or of `ws`. */
export type WebSocketLike = {
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  /** Of `ws` alone: read no further. */
  pause?(): void;
  resume?(): void;
  /** Of `ws` alone: end without waiting for the other end. */
  terminate?(): void;
  addEventListener(event: 'open' | 'error', listener: () => void): void;
  addEventListener(event: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(event: 'close', listener: (event: { code: number }) => void): void;
};

export type WebSocketChannelOptions = {
  /** Longest message that is parsed, in UTF-16 units; 1 Mi unless given. A longer one ends the channel. */
  readonly maxTextLength?: number;
  /** So many bytes may wait in the socket before sending pauses; 1 MiB unless given. */
  readonly maxBufferedBytes?: number;
  /** The other end is of this program: it may see whole errors. Not unless said. */
  readonly isTrusted?: boolean;
};

const CONNECTING = 0;
const OPEN = 1;
/** A browser may not close with the protocol's own 1009. */
const TOO_LONG = 4413;
/** A WebSocket does not tell when it has sent what waited. */
const LOOK_AGAIN_MS = 10;

/** Make a channel of a WebSocket, open or connecting. Messages are JSON text; binary ones are refused. */
export function createWebSocketChannel(
  source: WebSocketLike,
  {
    maxTextLength = 2 ** 20,
    maxBufferedBytes = 2 ** 20,
    isTrusted = false,
  }: WebSocketChannelOptions = {},
): Channel {
  return new WebSocketChannel(source, { maxTextLength, maxBufferedBytes, isTrusted });
}

class WebSocketChannel implements Channel {
  readonly source: WebSocketLike;
  readonly carries = 'json';
  readonly isTrusted: boolean;
  readonly #options: Required<WebSocketChannelOptions>;
  readonly #early: string[] = [];
  #listener: ChannelListener | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isEnded = false;
  #isClosing = false;
  #isPaused = false;
  readonly pause: (() => void) | undefined;

  constructor(source: WebSocketLike, options: Required<WebSocketChannelOptions>) {
    this.source = source;
    this.isTrusted = options.isTrusted;
    this.#options = options;
    if (source.pause !== undefined) this.pause = this.#pause.bind(this);
  }

  get isOpen(): boolean {
    return !this.#isEnded && this.source.readyState <= OPEN;
  }

  start(listener: ChannelListener): void {
    this.#listener = listener;
    this.source.addEventListener('open', () => this.#opened());
    this.source.addEventListener('message', ({ data }) => this.#receive(data));
    // `close` follows; without a listener, `ws` would throw it at nobody.
    this.source.addEventListener('error', () => {});
    this.source.addEventListener('close', ({ code }) => this.#end(code));
  }

  send(message: unknown): boolean {
    const text = JSON.stringify(message);
    if (this.source.readyState === CONNECTING) {
      this.#early.push(text);
      return false;
    }
    this.source.send(text);
    if (this.source.bufferedAmount <= this.#options.maxBufferedBytes) return true;
    this.#timer ??= setTimeout(() => this.#lookAgain(), LOOK_AGAIN_MS);
    return false;
  }

  close(): void {
    this.#listener = undefined;
    this.#isClosing = true;
    clearTimeout(this.#timer);
    if (this.#isPaused) this.source.terminate?.();
    if (this.#early.length === 0 && this.source.readyState <= OPEN) this.source.close(1000);
  }

  #opened(): void {
    for (const text of this.#early.splice(0)) this.source.send(text);
    if (this.#isClosing) this.source.close(1000);
    else this.#listener?.onDrain();
  }

  resume(): void {
    this.#isPaused = false;
    this.source.resume?.();
  }

  #pause(): void {
    this.#isPaused = true;
    this.source.pause?.();
  }

  #receive(data: unknown): void {
    if (this.#listener === undefined) return;
    if (typeof data !== 'string') {
      this.#listener?.onProblem(new WormholeProtocolError('A binary message was ignored'));
      return;
    }
    if (data.length > this.#options.maxTextLength) {
      this.source.close(TOO_LONG);
      this.#end(TOO_LONG);
      return;
    }
    let message: unknown;
    try {
      message = JSON.parse(data);
    } catch (error) {
      const told = new WormholeProtocolError('A message could not be read', { cause: error });
      this.#listener?.onProblem(told);
      return;
    }
    this.#listener?.onMessage(message);
  }

  #lookAgain(): void {
    this.#timer = undefined;
    if (!this.isOpen) return;
    if (this.source.bufferedAmount > this.#options.maxBufferedBytes / 2) {
      this.#timer = setTimeout(() => this.#lookAgain(), LOOK_AGAIN_MS);
    } else this.#listener?.onDrain();
  }

  #end(code: number): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearTimeout(this.#timer);
    this.#listener?.onClose(new WormholeClosedError(`the WebSocket closed with ${code}`));
  }
}
