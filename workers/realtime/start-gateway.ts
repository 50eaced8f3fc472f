/**
 * A gateway: browsers hear from it what has changed. Each gateway reads the whole feed itself, so any number of
 * them serve one crowd, and none needs another.
 *
 * @module
 */
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { INBOX_ROOM, listRoom, PRICES_ROOM, REALTIME_PATH } from '#lib/core/live/room-names.ts';
import {
  Application,
  type Context,
  createMemoryBackplane,
  LuceUpgradeError,
  WebSocketError,
  WS_CODES,
} from '#lib/messaging/luce/index.ts';
import { StreamsManager } from '#lib/messaging/redis-streams/index.ts';
import type { Container } from '#lib/server/container.ts';
import { FEED_KEY, readFeedEvent } from '#lib/server/event-feed.ts';
import { readPeers } from '#lib/server/forwarded.ts';
import { startLoop } from '#lib/server/loop.ts';
import { readViewer } from '#lib/server/sessions.ts';
import { createSiteEvents } from '#lib/server/site-events.ts';
import { hasRole } from '#lib/server/viewer.ts';
import { type Desk, openDesk } from './desk.ts';
import { createPageGiver } from './give-pages.ts';
import { createSocketLimit } from './limit-sockets.ts';
import { serveRooms } from './serve-rooms.ts';
import { createTeller } from './tell-quotes.ts';
import { accountOf } from './to-news.ts';
import { findWatcher, type Watcher } from './who-asks.ts';

/** A session that ended, or a role that was lowered, is noticed by then; most are at once. */
const LOOK_MS = 60_000;
/** The inbox is read anew by each who watches it: a sync of thousands must not make them do so all the time. */
const INBOX_PAUSE_MS = 200;
/** The crowd comes back within this time and half of it, and not at one moment. */
const RETURN_MS = 1_000;
const SERVICE_RESTART = 1012;
/** What the head of a request may take. */
const REQUEST_MS = 10_000;
/** Sessions asked about at once. */
const AT_ONCE = 20;
const LOOPBACK = ['127.0.0.0/8', '::1'];

type Peer = Context<Watcher>;

export type Gateway = AsyncDisposable & {
  readonly app: Application<Watcher>;
  readonly server: Server;
  /** Serve a connection that somebody else has accepted. */
  take(socket: Socket): void;
};

/** Serve browsers until disposed of: they are then asked to come back, and find another gateway. */
export async function startGateway(container: Container): Promise<Gateway> {
  const { env, log, redis } = container;
  // Whoever reaches us there is the front of this machine, or a reverse proxy on it.
  const peers = readPeers([...env.TRUSTED_PROXIES, ...LOOPBACK]);
  const app = new Application<Watcher>({
    defaultState: {
      address: '',
      sessionToken: undefined,
      viewer: null,
      claimHash: null,
      own: new Set(),
    },
    origins: [env.PUBLIC_URL],
    backplane: createMemoryBackplane(),
    limits: { maxPayload: 16_384, maxRooms: 20, rate: { perSecond: 20, burst: 60 } },
  });
  app.on('error', (error) => log.error({ err: error }, 'a gateway failed at a message'));
  app.on('peer-error', (error) => log.debug({ err: error }, 'a browser'));

  const limitSockets = createSocketLimit();
  app.useUpgrade('pre', async (peer, next) => {
    if (new URL(peer.req.url ?? '', env.PUBLIC_URL).pathname !== REALTIME_PATH) {
      throw new LuceUpgradeError(404, 'Not found');
    }
    Object.assign(peer.state, await findWatcher(container, peer.req, peers));
    limitSockets(peer.state, peer.req.socket);
    await next();
  });
  const pages = createPageGiver(container);
  const desk = await openDesk(app, container);
  app.useRooms(serveRooms(container, { pages, desk }));
  app.useMessage(() => {
    throw new WebSocketError(WS_CODES.BAD_REQUEST, 'Nothing else is understood');
  });

  const inbox = startInboxNews(app, container);
  const tell = createTeller({
    quote(room, news, id) {
      // First, so that the database works while the crowd is told.
      pages.giveAll(room);
      void app.broadcast(room, news, { id });
    },
    inbox: inbox.note,
  });
  const feed = new StreamsManager(redis, { log });
  feed.on(FEED_KEY, ({ event: text }, id) => {
    const event = readFeedEvent(text);
    if (event) tell(event, id);
    else log.warn({ id }, 'an entry of the feed makes no sense, and is passed over');
  });
  // What was trimmed before we read it: everybody looks anew.
  feed.on('gap', () => sendAway(app));
  await feed.ready(FEED_KEY);

  const events = createSiteEvents(container);
  events.on('prices-read', ({ hubId }) => void app.broadcast(PRICES_ROOM, { hubId }));
  events.on('list-read', ({ ownerId }) => {
    void app.broadcast(listRoom(ownerId), {});
    // It says how old its lists are.
    inbox.note();
  });
  // Handed back, so that a database that is away is told of, and ends nobody.
  events.on('changed', (event) => {
    const accountId = accountOf(event);
    if (accountId === null) return;
    return lookAgain(container, { peers: peersOf(app, accountId), desk });
  });
  await events.ready();
  const looking = startLoop({ name: 'sessions', pauseMs: LOOK_MS, log }, () =>
    lookAgain(container, { peers: [...app.connections], desk }),
  );

  const server = createServer((_request, response) => {
    response.writeHead(426, { 'Content-Type': 'text/plain', Connection: 'close' });
    response.end('Browsers are told here of what changes; there is nothing to be read.\n');
  });
  const late = new WeakMap<Duplex, NodeJS.Timeout>();
  server.on('upgrade', (_request, socket) => clearTimeout(late.get(socket)));
  server.on('upgrade', app.onUpgrade());

  return {
    app,
    server,
    take(socket) {
      // Node looks at the time that a request takes only where it listens itself.
      late.set(
        socket,
        setTimeout(() => socket.destroy(), REQUEST_MS),
      );
      socket.once('close', () => clearTimeout(late.get(socket)));
      server.emit('connection', socket);
      socket.resume();
    },
    async [Symbol.asyncDispose]() {
      await app.close({ deadlineMs: 5_000 });
      await looking[Symbol.asyncDispose]();
      await inbox.loop[Symbol.asyncDispose]();
      await desk[Symbol.asyncDispose]();
      await feed[Symbol.asyncDispose]();
      await events.disconnect();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** One message for whatever comes within a moment. */
function startInboxNews(app: Application<Watcher>, { log }: Container) {
  let hasNews = false;
  const loop = startLoop({ name: 'inbox', pauseMs: INBOX_PAUSE_MS, log }, async () => {
    if (!hasNews) return;
    hasNews = false;
    await app.broadcast(INBOX_ROOM, {});
  });
  return {
    loop,
    note() {
      hasNews = true;
    },
  };
}

function peersOf(app: Application<Watcher>, accountId: string): Peer[] {
  return [...app.connections].filter(({ state }) => state.viewer?.accountId === accountId);
}

/** Ask for sessions again: whose is over is sent away, whose role was lowered loses what it was for. */
async function lookAgain(
  container: Container,
  { peers, desk }: { readonly peers: readonly Peer[]; readonly desk: Desk },
): Promise<void> {
  const signedIn = peers.filter(({ state }) => state.sessionToken !== undefined);
  for (let at = 0; at < signedIn.length; at += AT_ONCE) {
    await Promise.all(
      signedIn.slice(at, at + AT_ONCE).map(async (peer) => {
        const viewer = await readViewer(container, peer.state.sessionToken, container.clock());
        peer.state.viewer = viewer;
        if (!viewer) await peer.close(WS_CODES.UNAUTHORIZED, 'Your session is over');
        else if (!hasRole(viewer, 'viewer')) peer.leave(INBOX_ROOM);
        await desk.note(peer);
      }),
    );
  }
}

function sendAway(app: Application<Watcher>): void {
  for (const peer of app.connections) {
    const retryAfterMs = Math.round((0.5 + Math.random()) * RETURN_MS);
    void peer.close(SERVICE_RESTART, `retry-after=${retryAfterMs}`);
  }
}
