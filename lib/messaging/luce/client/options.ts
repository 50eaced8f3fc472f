import { compareStreamIds } from '../stream-id.ts';

/** Where to connect, and how patiently. Times in milliseconds. */
export type LuceClientOptions = {
  /** Absolute, or of this page: `/realtime`. Where it is asked for, anew for each connection, from 1. */
  readonly url: string | ((attempt: number) => string);
  /**
   * Where they are asked for, anew for each connection, e.g. for a token that may be used once. Rejecting with
   * an error that has a close code of `isFinal` as its `code` ends the client; with any other, it is asked again.
   */
  readonly protocols?: readonly string[] | (() => Promise<readonly string[]>);
  /** The global one by default; without any, as on a server, the client stays closed. */
  readonly WebSocket?: WebSocketClass;
  /** Longest wait before the first try to come back; each failure doubles it. 500 by default. */
  readonly firstDelayMs?: number;
  /** 30,000 by default. */
  readonly mostDelayMs?: number;
  /** After so much silence the server is asked for a sign of life. 25,000 by default. */
  readonly heartbeatMs?: number;
  /** For a connection to come about, a sign of life, and requests. 10,000 by default. */
  readonly timeoutMs?: number;
  /** Whether a close code means that coming back is useless. 4400, 4401, 4403 and 4404 by default. */
  readonly isFinal?: (code: number) => boolean;
  /** Negative when the first id is older. Ids of Redis streams by default. */
  readonly compareIds?: (a: string, b: string) => number;
  /** What a listener throws. The page's `reportError` by default. */
  readonly onError?: (error: unknown) => void;
  /** From 0 to 1. */
  readonly random?: () => number;
};

/** What of the standard is used: browsers, Node and `ws` all have it. */
export type WebSocketLike = {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
};
export type WebSocketClass = new (url: string, protocols?: string[]) => WebSocketLike;

/** Codes for which asking again is useless: of a close, unless `isFinal` says otherwise, and of a refused room. */
export const FINAL = [4400, 4401, 4403, 4404];

export type Settings = Required<Omit<LuceClientOptions, 'WebSocket'>>;

export function toSettings(options: LuceClientOptions): Settings {
  return {
    protocols: [],
    firstDelayMs: 500,
    mostDelayMs: 30_000,
    heartbeatMs: 25_000,
    timeoutMs: 10_000,
    isFinal: (code) => FINAL.includes(code),
    compareIds: compareStreamIds,
    onError: (error) => globalThis.reportError?.(error),
    random: Math.random,
    ...options,
  };
}
