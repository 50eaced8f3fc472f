import type { Settings, WebSocketClass, WebSocketLike } from './options.ts';

/** What happens on a link. */
export type LinkEvents = {
  onOpen(): void;
  onFrame(frame: Frame): void;
  /** `delayMs`: when to come back, where the server said so. Nothing follows. */
  onLost(code: number, delayMs: number | undefined): void;
};

/** A JSON object, of whatever the server sends. */
export type Frame = { readonly [name: string]: unknown };

export type Link = {
  /** @returns Whether it was handed to the socket. */
  send(frame: object): boolean;
  /** Once; nothing is told of it. */
  drop(code?: number, reason?: string): void;
};

const OPEN = 1;
const ABNORMAL = 1006;

/**
 * One socket, from its opening to its end. One that does not open in time is lost.
 *
 * @throws What the socket's class does for an address that is none, where the protocols are known.
 */
export function openLink(
  Socket: WebSocketClass,
  { url, protocols, timeoutMs }: Pick<Settings, 'url' | 'protocols' | 'timeoutMs'>,
  { attempt, onOpen, onFrame, onLost }: LinkEvents & { readonly attempt: number },
): Link {
  let socket: WebSocketLike | undefined;
  let isDropped = false;
  const timer = setTimeout(() => lose(ABNORMAL), timeoutMs);

  function lose(code: number, delayMs?: number): void {
    if (isDropped) return;
    drop();
    onLost(code, delayMs);
  }

  function drop(code?: number, reason?: string): void {
    isDropped = true;
    clearTimeout(timer);
    if (!socket) return;
    silence(socket);
    socket.close(code, reason);
  }

  function open(offered: readonly string[]): void {
    if (isDropped) return;
    const address = typeof url === 'string' ? url : url(attempt);
    socket = new Socket(toAddress(address), [...offered]);
    // `ws` ends the process for an error that nobody hears; `onclose` follows it.
    socket.onerror = () => {};
    socket.onopen = () => {
      clearTimeout(timer);
      onOpen();
    };
    socket.onmessage = ({ data }: { data: unknown }) => {
      const frame = readFrame(data);
      if (frame) onFrame(frame);
    };
    socket.onclose = ({ code, reason }: { code: number; reason: string }) => {
      const [, hint] = /^retry-after=(\d{1,6})$/.exec(reason) ?? [];
      lose(code, hint === undefined ? undefined : Number(hint));
    };
  }

  try {
    if (typeof protocols !== 'function') open(protocols);
    else
      protocols()
        .then(open)
        .catch((error: unknown) => lose(codeOf(error)));
  } catch (error) {
    drop();
    throw error;
  }
  return {
    send(frame) {
      if (socket?.readyState !== OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    drop,
  };
}

/** Of an error that says how it would have been closed. */
function codeOf(error: unknown): number {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'number' ? code : ABNORMAL;
}

/** An old socket's last words must not be taken for the new one's. */
function silence(socket: WebSocketLike): void {
  socket.onopen = socket.onmessage = socket.onclose = null;
}

function readFrame(data: unknown): Frame | undefined {
  try {
    const value: unknown = JSON.parse(data as string);
    if (typeof value === 'object' && value !== null) return value as Frame;
  } catch {
    // A server of another protocol: what it says means nothing here.
  }
  return undefined;
}

function toAddress(url: string): string {
  const base = globalThis.location?.href;
  const address = base === undefined ? new URL(url) : new URL(url, base);
  return address.href.replace(/^http/, 'ws');
}
