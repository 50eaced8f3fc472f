import { LuceClosedError, LuceTimeoutError } from '../errors.ts';
import { type Answer, createRequests, type RequestOptions } from '../requests.ts';
import { type Frame, type Link, openLink } from './link.ts';
import { type LuceClientOptions, toSettings, type WebSocketClass } from './options.ts';
import { isOnline, watchPage } from './page-life.ts';
import { createRooms, type RoomListener, type SubscribeOptions } from './rooms.ts';

/** 'reconnecting' also while the first connection comes about. */
export type LuceState = 'live' | 'reconnecting' | 'closed';

export type LuceClientEvents = {
  /** `code`: of the close that brought it about, where one did. */
  state: (state: LuceState, code: number | undefined) => void;
  /** A message that is neither an answer, nor a request, nor for a room. */
  message: (message: Frame) => void;
};

/** One connection to a gateway for a whole page, come what may. */
export type LuceClient = {
  readonly state: LuceState;
  /** Connect, and stay connected. Nothing happens where there is no WebSocket, as on a server. */
  connect(): void;
  /** For good, until `connect()`. Requests under way are rejected. */
  close(code?: number, reason?: string): void;
  /** @returns Whether it went out: only while live. */
  send(message: object): boolean;
  /**
   * Ask the server: `{ cmd, id, data }`. Waits for a connection where there is none. What was sent is not
   * sent again: only the caller knows whether that is harmless.
   *
   * @throws {LuceTimeoutError} {@link LuceAnswerError} {@link LuceClosedError}, or the reason of `signal`.
   */
  request(cmd: string, data?: unknown, options?: RequestOptions): Promise<unknown>;
  /** Answer requests of the server. @returns What stops it. */
  handle(cmd: string, answer: (data: unknown) => unknown): () => void;
  /** Hear a room, over all connections to come. @returns What ends it. */
  subscribe(room: string, listener: RoomListener, options?: SubscribeOptions): () => void;
  /** @returns What stops it. */
  on<Name extends keyof LuceClientEvents>(name: Name, listener: LuceClientEvents[Name]): () => void;
};

/** A connection that lasted so long was a good one: the next failure is a first one. */
const STABLE_MS = 5_000;

export function createLuceClient(options: LuceClientOptions): LuceClient {
  const settings = toSettings(options);
  const { firstDelayMs, mostDelayMs, heartbeatMs, timeoutMs, isFinal, onError, random } = settings;
  const listeners: { [Name in keyof LuceClientEvents]: Set<LuceClientEvents[Name]> } = {
    state: new Set(),
    message: new Set(),
  };
  const handlers = new Map<string, (data: unknown) => unknown>();
  let state: LuceState = 'closed';
  let link: Link | undefined;
  let unwatch: (() => void) | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let beat: ReturnType<typeof setInterval> | undefined;
  let attempt = 0;
  let failures = 0;
  let liveSinceMs = 0;
  let hasHeard = false;

  const send = (frame: object) => state === 'live' && link?.send(frame) === true;
  const requests = createRequests((frame) => {
    if (!send(frame)) throw new LuceClosedError(false);
  });
  const ask = (cmd: string, data?: unknown) => requests.ask(cmd, data, { timeoutMs });
  const rooms = createRooms({ ...settings, isLive: () => state === 'live', send, request: ask });

  function guard(call: () => unknown): void {
    try {
      call();
    } catch (error) {
      onError(error);
    }
  }

  function become(next: LuceState, code?: number): void {
    if (state === next) return;
    state = next;
    for (const listener of listeners.state) guard(() => listener(next, code));
  }

  function open(): void {
    clearTimeout(retry);
    const Socket = options.WebSocket ?? (globalThis.WebSocket as WebSocketClass | undefined);
    if (!unwatch || link || !Socket || !isOnline()) return;
    guard(() => {
      attempt += 1;
      link = openLink(Socket, settings, { attempt, onOpen, onFrame, onLost });
    });
    if (!link) comeBack();
  }

  function onOpen(): void {
    liveSinceMs = Date.now();
    beat = setInterval(() => {
      if (!hasHeard) void check();
      hasHeard = false;
    }, heartbeatMs);
    become('live');
    rooms.join();
  }

  /** A browser tells nothing of pings, and a dead network nothing at all. */
  async function check(): Promise<void> {
    const asked = link;
    await ask('luce.ping').catch((error: unknown) => {
      if (error instanceof LuceTimeoutError && asked === link) rest(true);
    });
  }

  function onFrame(frame: Frame): void {
    hasHeard = true;
    const { id, ok, cmd } = frame;
    if (typeof ok === 'boolean' && cmd === undefined) {
      requests.settle(frame as Answer & Frame);
    } else if (rooms.take(frame)) {
      return;
    } else if (typeof cmd === 'string' && (handlers.has(cmd) || id !== undefined)) {
      void answer(cmd, frame);
    } else {
      for (const listener of listeners.message) guard(() => listener(frame));
    }
  }

  async function answer(cmd: string, { id, data: given }: Frame): Promise<void> {
    const reply = (ok: boolean, data: unknown) => id !== undefined && send({ id, ok, data });
    const run = handlers.get(cmd);
    try {
      if (run) reply(true, await run(given));
      else reply(false, { code: 'ERR_LUCE_UNKNOWN', message: 'Unknown command' });
    } catch (error) {
      onError(error);
      reply(false, { code: 'ERR_INTERNAL', message: 'Internal error' });
    }
  }

  function onLost(code: number, delayMs?: number): void {
    forget(code);
    if (!unwatch) return;
    if (isFinal(code)) {
      end(code);
    } else {
      become('reconnecting', code);
      comeBack(delayMs);
    }
  }

  /** The link is no more; whoever waits for an answer must know. */
  function forget(code?: number): void {
    clearInterval(beat);
    if (liveSinceMs > 0) failures = Date.now() - liveSinceMs >= STABLE_MS ? 0 : failures;
    liveSinceMs = 0;
    link = undefined;
    hasHeard = false;
    rooms.lose(code);
    requests.end();
  }

  function comeBack(delayMs?: number): void {
    const mostMs = Math.min(mostDelayMs, firstDelayMs * 2 ** failures);
    failures += 1;
    clearTimeout(retry);
    // Half of it is chance, so that a crowd does not come back as one.
    retry = setTimeout(open, delayMs ?? mostMs * (0.5 + random() / 2));
  }

  /** Let go of the link, for now. */
  function rest(isBackSoon = false): void {
    clearTimeout(retry);
    link?.drop();
    forget();
    if (unwatch) become('reconnecting');
    if (isBackSoon) comeBack();
  }

  function end(code?: number): void {
    unwatch?.();
    unwatch = undefined;
    clearTimeout(retry);
    forget();
    become('closed', code);
  }

  /** Resolves when live; waits no longer than the request would. */
  function live({ timeoutMs: waitMs = timeoutMs, signal }: RequestOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (settle: () => void) => {
        clearTimeout(timer);
        off();
        signal?.removeEventListener('abort', abandon);
        settle();
      };
      const abandon = () => stop(() => reject(signal?.reason));
      const timer = setTimeout(() => {
        stop(() => reject(new LuceTimeoutError('To connect', waitMs)));
      }, waitMs);
      const off = on('state', (now) => {
        if (now === 'live') stop(resolve);
        if (now === 'closed') stop(() => reject(new LuceClosedError(false)));
      });
      signal?.addEventListener('abort', abandon);
    });
  }

  function on<Name extends keyof LuceClientEvents>(name: Name, listener: LuceClientEvents[Name]) {
    listeners[name].add(listener);
    return () => void listeners[name].delete(listener);
  }

  return {
    get state() {
      return state;
    },
    connect() {
      if (unwatch || !(options.WebSocket ?? globalThis.WebSocket)) return;
      unwatch = watchPage({
        onRest: () => rest(),
        onWake: open,
        onSeen: () => (link ? void check() : open()),
      });
      failures = 0;
      attempt = 0;
      become('reconnecting');
      open();
    },
    close(code = 1000, reason = '') {
      link?.drop(code, reason);
      end();
    },
    send,
    async request(cmd, data, given = {}) {
      given.signal?.throwIfAborted();
      if (state === 'closed') throw new LuceClosedError(false);
      if (state !== 'live') await live(given);
      return requests.ask(cmd, data, { timeoutMs, ...given });
    },
    handle(cmd, run) {
      handlers.set(cmd, run);
      return () => void (handlers.get(cmd) === run && handlers.delete(cmd));
    },
    subscribe: rooms.subscribe,
    on,
  };
}
