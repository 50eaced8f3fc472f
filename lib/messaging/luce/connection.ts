import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { cutReason, isSendable, toClose } from './close.ts';
import type { Context } from './context.ts';
import type { Core } from './core.ts';
import { decodeMessage, type Message } from './decode.ts';
import {
  isAboutSending,
  LuceClosedError,
  LuceSlowReaderError,
  WebSocketError,
  WS_CODES,
} from './errors.ts';
import { frameText } from './frame.ts';
import { Outbox } from './outbox.ts';
import type { SocketPeer } from './peer-socket.ts';
import { type Answer, createRequests, type RequestOptions, type Requests } from './requests.ts';
import type { RoomMessage } from './rooms/backplane.ts';
import { type Member, requireRoomName, requireSpace } from './rooms/rooms.ts';
import { ignore, rejected, SENT } from './settled.ts';
import { type Bucket, takeToken } from './take-token.ts';
import { Turns, type TurnsOwner } from './turns.ts';

/** Asked by our client, as a browser sees no pings; answered ahead of everything that waits. */
const PING = 'luce.ping';
const NO_ROOMS: ReadonlySet<string> = new Set();
const TRY_AGAIN_LATER = 1013;
const UNSUPPORTED_DATA = 1003;

/** One peer: reads in order, runs the hooks one message after another, sends with back-pressure. */
export class Connection<State extends object>
  implements Context<State>, Member, TurnsOwner, SocketPeer
{
  readonly req: IncomingMessage;
  readonly raw: Duplex;
  readonly state: State;
  socket: WebSocket | undefined = undefined;
  /** When anything was heard last, in ticks of the application. */
  heardTick: number;
  readonly turns: Turns;

  readonly #core: Core<State>;
  readonly #bucket: Bucket;
  readonly #outbox: Outbox;
  #isEnding = false;
  #isGone = false;
  #controller: AbortController | undefined;
  #requests: Requests | undefined;
  #rooms: Set<string> | undefined;

  constructor(core: Core<State>, req: IncomingMessage, raw: Duplex) {
    const { defaultState, limits, clock } = core.settings;
    this.#core = core;
    this.req = req;
    this.raw = raw;
    this.state = structuredClone(defaultState);
    this.heardTick = core.tick;
    this.turns = new Turns(this);
    this.#bucket = { tokens: limits.rate.burst, refilledAtMs: clock() };
    this.#outbox = new Outbox(raw);
  }

  get isOpen(): boolean {
    return !this.#isEnding && this.socket?.readyState === WebSocket.OPEN;
  }

  get tick(): number {
    return this.#core.tick;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isGone) this.#controller.abort(new LuceClosedError(false));
    return this.#controller.signal;
  }

  get rooms(): ReadonlySet<string> {
    return this.#rooms ?? NO_ROOMS;
  }

  /** A frame came. */
  receive(data: Buffer, isBinary: boolean): void {
    if (!this.count()) return;
    const { counters, settings, binaryHooks } = this.#core;
    counters.received += 1;
    let message: Message | Buffer = data;
    try {
      if (!isBinary) message = decodeMessage(data, settings.limits.maxDepth);
      else if (binaryHooks.size === 0) throw new WebSocketError(UNSUPPORTED_DATA, 'Text only');
    } catch (error) {
      counters.badMessages += 1;
      this.fail(error);
      return;
    }
    if (!isBinary && this.#overtakes(message as Message)) return;
    if (!this.turns.push(message, data.length, settings.limits)) this.#stopFlood();
  }

  /** Count a frame of any kind as a sign of life, and against the rate. */
  count(): boolean {
    const { settings, tick } = this.#core;
    if (this.#isEnding) return false;
    this.heardTick = tick;
    if (takeToken(this.#bucket, settings.limits.rate, settings.clock())) return true;
    this.#stopFlood();
    return false;
  }

  handle(message: Message | Buffer): unknown {
    return Buffer.isBuffer(message)
      ? this.#core.binaryHooks.run(message, this)
      : this.#core.messageHooks.run(message, this);
  }

  send(message: object): Promise<void> {
    const text = JSON.stringify(message);
    if (typeof text !== 'string') throw new TypeError('JSON cannot hold the message');
    if (!this.isOpen) return rejected(new LuceClosedError(false));
    const { counters, settings } = this.#core;
    if (this.#outbox.queued > settings.limits.maxBuffered) {
      this.#stopSlowReader();
      return rejected(new LuceSlowReaderError('Too much is queued for the peer'));
    }
    counters.sent += 1;
    return this.#outbox.write(frameText(text));
  }

  deliver(frame: Buffer, whenSlow: RoomMessage['whenSlow']): void {
    if (!this.isOpen) return;
    const { counters, settings } = this.#core;
    if (this.#outbox.queued <= settings.limits.maxBuffered) {
      counters.broadcast += 1;
      this.raw.write(frame);
    } else if (whenSlow === 'skip') {
      counters.skipped += 1;
    } else {
      this.#stopSlowReader();
    }
  }

  request(cmd: string, data?: unknown, options?: RequestOptions): Promise<unknown> {
    this.#requests ??= createRequests((request) => {
      if (!this.isOpen) throw new LuceClosedError(false);
      void this.send(request);
    });
    const answer = this.#requests.ask(cmd, data, options);
    answer.catch(ignore);
    return answer;
  }

  async join(room: string): Promise<void> {
    requireRoomName(room);
    if (!this.isOpen) throw new LuceClosedError(false);
    this.#rooms ??= new Set();
    requireSpace(this.#rooms, room, this.#core.settings.limits.maxRooms);
    this.#rooms.add(room);
    await this.#core.rooms.join(room, this).catch((error: unknown) => {
      this.#rooms?.delete(room);
      throw error;
    });
  }

  leave(room: string): void {
    if (this.drop(room)) void this.send({ cmd: 'luce.left', data: { room } });
  }

  drop(room: string): boolean {
    if (!this.#rooms?.delete(room)) return false;
    this.#core.rooms.leave(room, this);
    return true;
  }

  close(code = 1000, reason = ''): Promise<void> {
    if (!isSendable(code)) throw new RangeError(`${code} is no close code that may be sent`);
    const { socket } = this;
    if (!socket || socket.readyState === WebSocket.CLOSED) return SENT;
    this.shut(code, reason);
    return new Promise((resolve) => void socket.once('close', () => resolve()));
  }

  /** Close for what a hook threw, or for a bad message. */
  fail(error: unknown): void {
    const { code, reason } = toClose(error);
    // A hook that sends to a peer that has gone meanwhile has done nothing wrong.
    const isLate = !this.isOpen && isAboutSending(error);
    if (code >= WS_CODES.INTERNAL_SERVER_ERROR && !isLate) this.#core.report(error, this);
    this.shut(code, reason);
  }

  shut(code: number, reason: string): void {
    if (this.#isEnding || !this.socket) return;
    this.#isEnding = true;
    this.turns.stop();
    this.socket.close(code, cutReason(reason));
    // The peer's half of the closing has to be read.
    this.socket.resume();
  }

  /** The peer is gone, or was never let in. */
  end(): void {
    this.#isEnding = true;
    this.#isGone = true;
    for (const room of this.#rooms ?? []) this.#core.rooms.leave(room, this);
    this.#rooms = undefined;
    this.turns.end();
    this.#requests?.end();
    this.#controller?.abort(new LuceClosedError(false));
  }

  broken(error: Error): void {
    this.#core.reportPeer(error, this);
  }

  left(code: number, reason: string): void {
    this.end();
    this.#core.left(this, code, reason);
  }

  pauseReading(): void {
    this.socket?.pause();
  }

  resumeReading(): void {
    this.socket?.resume();
  }

  /** Answers overtake: a hook that waits for one holds up all that came before it. */
  #overtakes(message: Message): boolean {
    if (message.cmd === PING) {
      void this.send({ id: message.id, ok: true });
      return true;
    }
    if (!this.#requests || typeof message.ok !== 'boolean' || message.cmd !== undefined)
      return false;
    this.#requests.settle(message as Message & Answer);
    return true;
  }

  #stopFlood(): void {
    this.#core.counters.tooMany += 1;
    this.shut(WS_CODES.TOO_MANY_REQUESTS, 'Too many messages');
    // Nothing more of it is read: with our close it goes, or is cut off after `closeTimeoutMs`.
    this.socket?.pause();
    this.raw.end();
  }

  #stopSlowReader(): void {
    this.#core.counters.slowReaders += 1;
    this.shut(TRY_AGAIN_LATER, 'Too slow');
  }
}
