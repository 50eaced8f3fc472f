import {
  createLuceClient,
  LuceAnswerError,
  type LuceClient,
  type RequestOptions,
  type WebSocketClass,
} from '#lib/messaging/luce/browser.ts';
import {
  type Answer,
  type Candidate,
  CLOSE_CODES,
  createEvents,
  type Events,
  type Offer,
  PROTOCOL,
  type RefusalCode,
  type Requests,
  type SessionState,
  type SignalEvents,
  TOKEN_PREFIX,
} from '../protocol/browser.ts';
import { SignalRefusedError } from './errors.ts';

export type ConnectOptions = {
  /** Come back after the server closed in good order. Default true. */
  readonly reconnectOnClose?: boolean | undefined;
  /** Come back after the connection broke. Default true. */
  readonly reconnectOnError?: boolean | undefined;
  /** Longest wait before the first try, in ms; each failure doubles it, half of it is chance. Default 500. */
  readonly reconnectInterval?: number | undefined;
  /** Failures in a row after which it gives up. Default Infinity. */
  readonly reconnectAttempts?: number | undefined;
  /** The address of each try, from 1. */
  readonly urlTransform?: ((url: string, attempt: number) => string) | undefined;
  /** A join token for each connection. One that rejects with a `code` of 4401 or 4403 ends it. */
  readonly token?: (() => Promise<string>) | undefined;
  /** Of an answer, in ms. Default 10,000. */
  readonly requestTimeout?: number | undefined;
  readonly WebSocket?: WebSocketClass | undefined;
  /** What a listener throws. */
  readonly onError?: ((error: unknown) => void) | undefined;
};

export type ConnectionState = 'new' | 'connecting' | 'connected' | 'reconnecting' | 'closed';

/** Whatever the server tells, and what becomes of the connection. */
export type ConnectEvents = {
  readonly [Name in keyof SignalEvents]: readonly [SignalEvents[Name]];
} & {
  /** `code`: of the close that brought it about, where one did. */
  readonly connectionstatechange: readonly [state: ConnectionState, code: number | undefined];
};

/** One connection to a signaling server, come what may. */
export type Connect = Pick<Events<ConnectEvents>, 'on'> & {
  /** Empty before the first welcome. The same after a reconnect. */
  readonly id: string;
  /** For `new RTCPeerConnection`, as the server has it. */
  readonly configuration: RTCConfiguration;
  readonly connectionState: ConnectionState;
  /** Resolves with the first welcome. @throws {SignalClosedError} When it gave up before. */
  connect(url: string): Promise<void>;
  /** For good. */
  close(code?: number, reason?: string): void;
  /** @throws {SignalRefusedError} {@link LuceTimeoutError} {@link LuceClosedError} */
  request<Name extends keyof Requests>(
    cmd: Name,
    data: Requests[Name],
    options?: RequestOptions,
  ): Promise<unknown>;
  sendOffer(session: string, offer: Offer): Promise<void>;
  sendAnswer(session: string, answer: Answer): Promise<void>;
  sendICECandidate(session: string, candidate: Candidate): Promise<void>;
};

/** 4400, 4401, 4403, 4404: asking again is useless. */
const FINAL = [4400, 4401, 4403, 4404, CLOSE_CODES.TAKEN];
const ABNORMAL = 1006;

export function createConnect(options: ConnectOptions = {}): Connect {
  const { reconnectOnClose = true, reconnectOnError = true, token, onError } = options;
  const { reconnectAttempts = Number.POSITIVE_INFINITY, urlTransform, requestTimeout } = options;
  const events = createEvents<ConnectEvents>(onError);
  let client: LuceClient | undefined;
  let state: ConnectionState = 'new';
  let id = '';
  let resume: string | undefined;
  let configuration: RTCConfiguration = {};
  let failures = 0;

  function become(next: ConnectionState, code?: number): void {
    if (state === next) return;
    state = next;
    events.emit('connectionstatechange', next, code);
  }

  function isFinal(code: number): boolean {
    failures += 1;
    const comesBack = code === ABNORMAL ? reconnectOnError : reconnectOnClose;
    return FINAL.includes(code) || !comesBack || failures > reconnectAttempts;
  }

  function hear({ cmd, data }: { readonly cmd?: unknown; readonly data?: unknown }): void {
    if (cmd === 'welcome') {
      // What a server of this protocol sends, its own tests hold it to.
      const welcome = data as SignalEvents['welcome'];
      ({ id, resume } = welcome);
      configuration = welcome.configuration as RTCConfiguration;
      failures = 0;
      become('connected');
    }
    events.emit(cmd as keyof SignalEvents, data as never);
  }

  async function request(cmd: string, data: unknown, given?: RequestOptions): Promise<unknown> {
    if (!client) throw new SignalRefusedError('ERR_SIGNAL_UNAVAILABLE', 'Not connected');
    try {
      return await client.request(cmd, data, given);
    } catch (error) {
      if (!(error instanceof LuceAnswerError)) throw error;
      throw new SignalRefusedError(error.answerCode as RefusalCode, error.message, error);
    }
  }

  return {
    on: events.on,
    get id() {
      return id;
    },
    get configuration() {
      return configuration;
    },
    get connectionState() {
      return state;
    },
    connect(url) {
      client?.close();
      failures = 0;
      const made = createLuceClient({
        url: (attempt) => urlTransform?.(url, attempt) ?? url,
        async protocols() {
          if (token) return [PROTOCOL, TOKEN_PREFIX + (await token())];
          return resume === undefined ? [PROTOCOL] : [PROTOCOL, resume];
        },
        isFinal,
        ...(options.WebSocket ? { WebSocket: options.WebSocket } : {}),
        ...(onError ? { onError } : {}),
        ...(requestTimeout === undefined ? {} : { timeoutMs: requestTimeout }),
        ...(options.reconnectInterval === undefined
          ? {}
          : { firstDelayMs: options.reconnectInterval }),
      });
      client = made;
      made.on('message', hear);
      become('connecting');
      const welcomed = new Promise<void>((resolve, reject) => {
        const stop = [
          events.on('welcome', () => settle(resolve)),
          made.on('state', (now, code) => {
            if (now === 'reconnecting' && state === 'connected') become('reconnecting', code);
            if (now !== 'closed') return;
            become('closed', code);
            settle(() =>
              reject(new SignalRefusedError('ERR_SIGNAL_UNAVAILABLE', `Closed: ${code}`)),
            );
          }),
        ];
        function settle(how: () => void): void {
          stop[0]?.();
          how();
        }
      });
      // Who does not wait for it hears of it by its events.
      welcomed.catch(() => {});
      made.connect();
      return welcomed;
    },
    close(code, reason) {
      client?.close(code, reason);
    },
    request,
    async sendOffer(session, offer) {
      await request('offer', { session, offer });
    },
    async sendAnswer(session, answer) {
      await request('answer', { session, answer });
    },
    async sendICECandidate(session, candidate) {
      await request('ice', { session, candidate });
    },
  };
}

export type { SessionState };
