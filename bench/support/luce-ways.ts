/**
 * WebSocket servers that do the same: echo JSON objects, and send one to all.
 *
 * @module
 */
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { Application } from '#lib/messaging/luce/index.ts';
import { loadPeer } from '../peers/load-peer.ts';

export const LUCE_WAYS = ['ours', 'bare', 'crossws', 'old'] as const;
export type LuceWay = (typeof LUCE_WAYS)[number];

/** Sends one message to everybody who is connected. */
export type Broadcast = (message: object) => void;

type OnUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Adds one way to an HTTP server. */
export const LUCE_SERVERS: Readonly<Record<LuceWay, (server: Server) => Promise<Broadcast>>> = {
  async ours(server) {
    // Nothing is off: the limits are counted, and so high that they do not bite.
    const app = new Application({ limits: { rate: { perSecond: 1e6, burst: 1e6 } } });
    app.useUpgrade('pre', (_, next) => next());
    app.useUpgrade('post', async (ctx, next) => {
      await ctx.join('all');
      return next();
    });
    app.useMessage(
      (_, _ctx, next) => next(),
      (message, ctx) => ctx.send(message),
    );
    server.on('upgrade', app.onUpgrade());
    return (message) => void app.broadcast('all', message);
  },

  async bare(server) {
    const sockets = new WebSocketServer({ server, perMessageDeflate: false });
    sockets.on('connection', (socket: WebSocket) => {
      socket.on('message', (data) => socket.send(JSON.stringify(JSON.parse(String(data)))));
    });
    return (message) => {
      const text = JSON.stringify(message);
      for (const socket of sockets.clients) socket.send(text);
    };
  },

  async crossws(server) {
    // As its documentation has it.
    const { default: createAdapter } = (await loadPeer('crossws/adapters/node')) as {
      default(options: object): {
        handleUpgrade: OnUpgrade;
        publish(topic: string, data: unknown): void;
      };
    };
    const adapter = createAdapter({
      hooks: {
        open: (peer: { subscribe(topic: string): void }) => peer.subscribe('all'),
        message: (peer: { send(data: unknown): void }, message: { json(): unknown }) =>
          peer.send(message.json()),
      },
    });
    server.on('upgrade', adapter.handleUpgrade);
    return (message) => adapter.publish('all', message);
  },

  async old(server) {
    const { default: OldApplication } = unwrap(await loadPeer('@lucets/luce')) as {
      default: new () => OldLuce;
    };
    const app = new OldApplication();
    const contexts = new Set<OldContext>();
    app.useUpgrade('pre', (_, next) => next());
    app.useUpgrade('post', (ctx, next) => {
      contexts.add(ctx);
      return next();
    });
    app.useMessage(
      (_, _ctx, next) => next(),
      (message, ctx) => ctx.send?.(message),
    );
    server.on('upgrade', app.onUpgrade());
    return (message) => {
      // It takes away from who has left.
      for (const context of contexts) void context.send?.(message);
    };
  },
};

type OldContext = { send?(message: unknown): Promise<void> };
type OldNext = () => Promise<void>;
type OldLuce = EventEmitter & {
  useUpgrade(phase: string, ...hooks: ((ctx: OldContext, next: OldNext) => unknown)[]): void;
  useMessage(...hooks: ((message: unknown, ctx: OldContext, next: OldNext) => unknown)[]): void;
  onUpgrade(): OnUpgrade;
};

/** A module of CommonJS comes as the default of one. */
function unwrap(module: unknown): unknown {
  return (module as { default: { default?: unknown } }).default.default === undefined
    ? module
    : (module as { default: unknown }).default;
}
