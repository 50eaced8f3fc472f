import {
  Application,
  Commands,
  type DrainOptions,
  WebSocketError,
} from '#lib/messaging/luce/index.ts';
import type { Registry, RegistryPeer } from '#lib/messaging/registry/index.ts';
import { CLOSE_CODES, PROTOCOL, RESUME_PREFIX, requests } from '../protocol/index.ts';
import { admit, proofOf } from './admit.ts';
import {
  type Client,
  type ClientState,
  emptyState,
  type Identity,
  type SignalFrame,
} from './client-state.ts';
import { createDeliver } from './deliver.ts';
import { createPresenceRooms, type PresenceRooms } from './presence/rooms.ts';
import { refuseUnknown, serve } from './serve.ts';
import { type Calls, createCalls } from './sessions/calls.ts';
import {
  type RtcConfiguration,
  type Settings,
  type SignalOptions,
  toSettings,
} from './settings.ts';

/** What clients are told to connect with; a function where it is another for each, e.g. with TURN credentials. */
export type RtcConfigurationSource =
  | RtcConfiguration
  | ((client: Identity) => RtcConfiguration | Promise<RtcConfiguration>);

const RATE = { perSecond: 50, burst: 200 };
const TRY_AGAIN_LATER = 1013;
/** Clients kept at once. */
const AT_ONCE = 20;

/**
 * The signaling server: it introduces two clients to each other, and carries what they need to connect.
 *
 * @param registry Knows who is where, on all nodes. It stays the caller's.
 *
 * @example
 * const app = createApp(registry, { iceServers: [{ urls: 'stun:stun.example:3478' }] });
 * httpServer.on('upgrade', app.onUpgrade());
 */
export function createApp(
  registry: Registry,
  rtcConfiguration: RtcConfigurationSource = {},
  options: SignalOptions = {},
): SignalApp {
  return new SignalApp(registry, rtcConfiguration, options);
}

/** A luce application. Its `commands` take more, of the application's own. */
export class SignalApp extends Application<ClientState> {
  readonly commands = new Commands<ClientState>();
  readonly #registry: Registry;
  readonly #rtcConfiguration: RtcConfigurationSource;
  readonly #settings: Settings;
  readonly #calls: Calls;
  readonly #rooms: PresenceRooms;
  readonly #stopping = new AbortController();
  readonly #keeping: NodeJS.Timeout;
  #isKeeping = false;

  /** Use {@link createApp}. */
  constructor(
    registry: Registry,
    rtcConfiguration: RtcConfigurationSource,
    options: SignalOptions,
  ) {
    const settings = toSettings(options);
    super({
      ...options.app,
      limits: { rate: RATE, ...options.app?.limits },
      defaultState: emptyState(),
      handleProtocols: () => PROTOCOL,
    });
    this.#registry = registry;
    this.#rtcConfiguration = rtcConfiguration;
    this.#settings = settings;
    const report = (error: unknown) => void this.#report(error);
    const deliver = createDeliver(registry, settings, this.#stopping.signal);
    this.#calls = createCalls({ settings, deliver, report });
    this.#rooms = createPresenceRooms({ settings, deliver });

    this.useUpgrade('pre', async (client, next) => {
      const header = client.req.headers['sec-websocket-protocol'];
      client.state.identity = await admit(header, settings);
      return next();
    });
    this.useUpgrade('post', (client) => this.#welcome(client));
    const serving = { maxUnderWay: settings.limits.maxUnderWay, report };
    const { relay, ...commands } = { ...this.#calls.commands, ...this.#rooms.commands };
    const served = settings.relays ? { ...commands, relay } : commands;
    for (const [name, run] of Object.entries(served)) {
      const schema = requests[name as keyof typeof requests];
      this.commands.use(name, serve(schema, run as never, serving));
    }
    this.commands.use('*', refuseUnknown);
    this.useMessage(this.commands.compose());
    this.on('close', (client) => void this.#leave(client).catch(report));
    this.#keeping = setInterval(() => void this.#keep().catch(report), settings.keepMs);
    this.#keeping.unref();
  }

  override close(options: DrainOptions = {}): Promise<void> {
    clearInterval(this.#keeping);
    this.#stopping.abort();
    return super.close(options);
  }

  async #welcome(client: Client): Promise<void> {
    const { state } = client;
    const { client: id } = state.identity;
    const source = this.#rtcConfiguration;
    let resolve = () => {};
    state.isWelcome = new Promise((settle) => {
      resolve = settle;
    });
    try {
      const proof = proofOf(id, this.#settings.secret);
      const peer: RegistryPeer = {
        send: (frame) => this.#tell(client, frame as SignalFrame),
        close: (reason) => void this.#lose(client, reason),
      };
      state.lease = await this.#registry.register(id, peer, { token: proof, isTemporary: true });
      const sessions = await this.#calls.resume(client);
      const configuration = typeof source === 'function' ? await source(state.identity) : source;
      const resume = `${RESUME_PREFIX}${id}.${proof}`;
      await client.send({ cmd: 'welcome', data: { id, resume, configuration, sessions } });
    } catch (error) {
      this.#report(error);
      throw new WebSocketError(TRY_AGAIN_LATER, 'Try again later', true, { cause: error });
    } finally {
      state.isWelcome = undefined;
      resolve();
    }
    if (!client.isOpen) await this.#leave(client);
    await this.#calls.tellOthers(client, 'session-back');
  }

  /** What the registry brings for a client of this node. */
  #tell(client: Client, frame: SignalFrame): Promise<void> {
    const { isWelcome } = client.state;
    if (isWelcome !== undefined) return isWelcome.then(() => this.#tell(client, frame));
    const looking = this.#calls.hear(client, frame);
    return looking === undefined ? client.send(frame) : looking.then(() => client.send(frame));
  }

  async #lose(client: Client, reason: 'taken' | 'deleted' | 'lost'): Promise<void> {
    client.state.lease = undefined;
    const code = reason === 'taken' ? CLOSE_CODES.TAKEN : TRY_AGAIN_LATER;
    await client.close(code, reason === 'taken' ? 'Connected elsewhere' : 'Try again later');
  }

  async #leave(client: Client): Promise<void> {
    const { lease } = client.state;
    client.state.lease = undefined;
    // Another connection has taken its place: the client is not away.
    if (!(await lease?.unregister())) return;
    await this.#rooms.leaveAll(client);
    await this.#calls.tellOthers(client, 'session-away');
  }

  async #keep(): Promise<void> {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    try {
      const clients = [...this.connections];
      for (let at = 0; at < clients.length; at += AT_ONCE) {
        await Promise.all(clients.slice(at, at + AT_ONCE).map((each) => this.#calls.keep(each)));
      }
      await this.#rooms.keep(clients);
    } finally {
      this.#isKeeping = false;
    }
  }

  #report(error: unknown): void {
    this.emit('error', error, undefined);
  }
}
