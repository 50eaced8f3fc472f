import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server } from 'ws';
import { Connection } from './connection.ts';
import type { BinaryHook, Context, MessageHook, UpgradeHook } from './context.ts';
import type { Core } from './core.ts';
import { type Counters, createCounters } from './counters.ts';
import { type DrainOptions, drain } from './drain.ts';
import { LuceUpgradeError } from './errors.ts';
import type { ApplicationEvents, BroadcastOptions } from './events.ts';
import { startHeartbeat } from './heartbeat.ts';
import { Hooks, requireHooks } from './hooks.ts';
import { createHandshakes, type PeerSocket } from './peer-socket.ts';
import { Rooms, requireRoomName } from './rooms/rooms.ts';
import { type ServeRoomsOptions, serveRooms } from './rooms/serve-rooms.ts';
import { type ApplicationOptions, toSettings } from './settings.ts';
import { ignore, isPending } from './settled.ts';
import { tell } from './tell.ts';
import { checkOrigin, isFault, refuse, within } from './upgrade.ts';

type Phase = 'pre' | 'post';

const RETRY_SOON = { headers: { 'Retry-After': '1' } };

/**
 * A WebSocket server made of hooks.
 *
 * @example
 * const app = new Application({ origins: ['https://trade.example'] });
 * app.useUpgrade('pre', (ctx, next) => requireSession(ctx).then(next));
 * app.useMessage((message, ctx) => ctx.send({ echo: message }));
 * server.on('upgrade', app.onUpgrade());
 */
export class Application<State extends object = Record<string, unknown>> extends EventEmitter<
  ApplicationEvents<State>
> {
  readonly #core: Core<State>;
  readonly #handshakes: Server<typeof PeerSocket>;
  readonly #connections = new Set<Connection<State>>();
  readonly #upgradeHooks: Readonly<Record<Phase, Hooks<undefined, Context<State>>>> = {
    pre: new Hooks(),
    post: new Hooks(),
  };
  readonly #stopHeartbeat: () => void;
  #upgrading = 0;
  #drained: Promise<void> | undefined;

  /** @throws {TypeError} For a default state that cannot be copied. */
  constructor(options: ApplicationOptions<State> = {}) {
    super();
    const settings = toSettings(options);
    const counters = createCounters();
    this.#core = {
      settings,
      counters,
      messageHooks: new Hooks(),
      binaryHooks: new Hooks(),
      rooms: new Rooms(settings.backplane, counters),
      tick: 0,
      report: (error, context) => {
        counters.failures += 1;
        this.#tell('error', error, context);
      },
      reportPeer: (error, context) => {
        counters.socketErrors += 1;
        this.#tell('peer-error', error, context);
      },
      left: (context, code, reason) => {
        this.#remove(context);
        this.#tell('close', context, code, reason);
      },
    };
    this.#handshakes = createHandshakes(settings);
    settings.backplane.onGap(() => this.#tellGap());
    this.#stopHeartbeat = startHeartbeat(this.#core, this.#connections);
  }

  /** Who is connected, those included whose `post` hooks are under way. */
  get connections(): ReadonlySet<Context<State>> {
    return this.#connections;
  }

  get counters(): Readonly<Counters> {
    return this.#core.counters;
  }

  /**
   * Add hooks around the upgrade: `pre` before it, where an error with an HTTP `status` refuses it, `post`
   * after it, where an error closes the socket. Messages wait until the `post` hooks are through.
   *
   * @throws {TypeError} Without a hook.
   */
  useUpgrade(phase: Phase, ...hooks: UpgradeHook<State>[]): this {
    requireHooks(hooks);
    for (const hook of hooks) {
      this.#upgradeHooks[phase].add((_, context, next) => hook(context, next));
    }
    return this;
  }

  /** Add hooks for JSON messages. @throws {TypeError} Without a hook. */
  useMessage(...hooks: MessageHook<State>[]): this {
    requireHooks(hooks);
    for (const hook of hooks) this.#core.messageHooks.add(hook);
    return this;
  }

  /** Add hooks for binary frames, which close the socket with 1003 where there are none. */
  useBinary(...hooks: BinaryHook<State>[]): this {
    requireHooks(hooks);
    for (const hook of hooks) this.#core.binaryHooks.add(hook);
    return this;
  }

  /** Let peers join rooms by themselves, and give them what they missed. Goes where it stands among the hooks. */
  useRooms(options: ServeRoomsOptions<State>): this {
    return this.useMessage(serveRooms(this.#core, options));
  }

  /** The listener for `upgrade` of an HTTP server. */
  onUpgrade(): (request: IncomingMessage, raw: Duplex, head: Buffer) => void {
    return (request, raw, head) => {
      // Without a listener, a peer that resets its connection now would end the process.
      raw.on('error', ignore);
      const connection = new Connection(this.#core, request, raw);
      this.#upgrading += 1;
      void this.#upgrade(connection, head).finally(() => {
        this.#upgrading -= 1;
      });
    };
  }

  /**
   * Tell all in a room, at all gateways: they get `{ room, id, data }`, serialised once.
   *
   * @throws {LuceBackplaneError} When other gateways may not have heard it.
   */
  async broadcast(
    room: string,
    data: unknown,
    { id, whenSlow = 'close' }: BroadcastOptions = {},
  ): Promise<void> {
    requireRoomName(room);
    const text = JSON.stringify({ room, id, data });
    await this.#core.rooms.publish(room, { text, whenSlow, ...(id === undefined ? {} : { id }) });
  }

  /**
   * End in good order: refuse upgrades with 503, let each hook under way come to its end, close each
   * socket with 1012 and, as its reason, when to come back; cut off who is left at the deadline.
   * A second call waits for the first.
   */
  close(options: DrainOptions = {}): Promise<void> {
    this.#drained ??= drain(this.#connections, options).finally(this.#stopHeartbeat);
    return this.#drained;
  }

  async #upgrade(connection: Connection<State>, head: Buffer): Promise<void> {
    const { req, raw } = connection;
    const { settings, counters } = this.#core;
    const leave = () => connection.end();
    raw.once('close', leave);
    try {
      if (this.#isFull()) throw new LuceUpgradeError(503, '', RETRY_SOON);
      checkOrigin(req, settings);
      const outcome = this.#upgradeHooks.pre.run(undefined, connection);
      if (isPending(outcome)) await within(settings.upgradeTimeoutMs, outcome);
      if (this.#drained !== undefined) throw new LuceUpgradeError(503, '', RETRY_SOON);
      raw.off('close', leave);
      if (!raw.destroyed) {
        this.#handshakes.handleUpgrade(req, raw, head, (socket) => this.#open(connection, socket));
      }
    } catch (error) {
      if (isFault(error)) this.#core.report(error, connection);
      refuse(raw, error);
    }
    if (connection.socket) return;
    counters.upgradesRefused += 1;
    connection.end();
  }

  #open(connection: Connection<State>, socket: PeerSocket): void {
    const { counters } = this.#core;
    connection.raw.off('error', ignore);
    connection.socket = socket;
    counters.upgrades += 1;
    this.#connections.add(connection);
    counters.connections = this.#connections.size;
    socket.listen(connection);
    try {
      const outcome = this.#upgradeHooks.post.run(undefined, connection);
      if (!isPending(outcome)) {
        this.#start(connection);
        return;
      }
      outcome.then(
        () => this.#start(connection),
        (error: unknown) => connection.fail(error),
      );
    } catch (error) {
      connection.fail(error);
    }
  }

  #start(connection: Connection<State>): void {
    if (connection.isOpen) this.#tell('connection', connection);
    connection.turns.settle();
  }

  #remove(context: Context<State>): void {
    const all: Set<Context<State>> = this.#connections;
    all.delete(context);
    this.#core.counters.connections = all.size;
  }

  #isFull(): boolean {
    // This one is among those being upgraded.
    return this.#connections.size + this.#upgrading > this.#core.settings.limits.maxConnections;
  }

  #tellGap(): void {
    this.#core.counters.gaps += 1;
    for (const connection of this.#connections) {
      if (connection.rooms.size > 0) void connection.send({ cmd: 'luce.gap' });
    }
    this.#tell('gap');
  }

  #tell<Name extends keyof ApplicationEvents<State> & string>(
    name: Name,
    ...args: ApplicationEvents<State>[Name]
  ): void {
    tell(this, this.rawListeners(name), args, (error) => {
      this.#core.counters.failures += 1;
      // One about the listeners of errors would go on for ever.
      if (name !== 'error') this.#tell('error', error, undefined);
    });
  }
}
