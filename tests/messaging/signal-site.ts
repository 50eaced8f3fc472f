/**
 * A signaling server and a page with its clients, on one port, and two browsers of which neither knows the other.
 *
 * @module
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { build } from 'esbuild';
import {
  createMemoryBackend,
  createMemoryHub,
  type MemoryHub,
  openRegistry,
} from '#lib/messaging/registry/index.ts';
import type * as client from '#lib/messaging/signal-fire/client/index.ts';
import type { Channel } from '#lib/messaging/signal-fire/peer/index.ts';
import {
  createApp,
  createMemorySessionStore,
  type SessionStore,
  type SignalApp,
  type SignalOptions,
} from '#lib/messaging/signal-fire/server/index.ts';

declare global {
  interface Window {
    readonly signalFire: typeof client;
    signaling: client.SignalClient;
    session: client.Session;
    channel: Channel;
    /** What happened, in words. */
    log: string[];
  }
}

/** What outlives a server that is killed. */
export type Shared = { readonly hub: MemoryHub; readonly sessions: SessionStore };

export type SignalSite = AsyncDisposable & {
  readonly url: string;
  readonly app: SignalApp;
};

const SECRET = 'browser tests share one secret..';

export function createShared(): Shared {
  return { hub: createMemoryHub(), sessions: createMemorySessionStore() };
}

export async function startSignalSite(
  shared: Shared = createShared(),
  options: SignalOptions & { readonly port?: number } = {},
): Promise<SignalSite> {
  const script = await bundleClient();
  const registry = await openRegistry({ backend: createMemoryBackend(shared.hub) });
  const app = createApp(registry, {}, { secret: SECRET, sessions: shared.sessions, ...options });
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>Kit</title><script>${script}</script>`);
  }).on('upgrade', app.onUpgrade());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    // A TCP server's address is never a string.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    app,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      await app.close({ retryAfterMs: 50, spreadMs: 0, deadlineMs: 1_000 });
      await registry.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A page in a browser context of its own, connected. */
export async function openEnd(
  browser: Browser,
  url: string,
  { answers = true } = {},
): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(async (isAnswering) => {
    window.log = [];
    const { log } = window;
    window.signaling = await window.signalFire.connect('/', {
      reconnectInterval: 100,
      onError: (error) => log.push(`error ${error}`),
    });
    window.signaling.connect.on('connectionstatechange', (state) => log.push(state));
    window.signaling.on('session', async (session) => {
      window.session = session;
      session.on('accepted', (peer) => {
        peer.on('state', (state) => log.push(`peer ${state}`));
        peer.on('channel', (channel) => {
          window.channel = channel;
          channel.on('message', (data) => log.push(`heard ${data}`));
        });
      });
      session.on('canceled', (reason) => log.push(`heard canceled ${reason}`));
      if (isAnswering) await session.accept();
    });
  }, answers);
  return page;
}

/** One calls, the other answers, and they have a data channel. */
export async function connectEnds(caller: Page, callee: Page): Promise<void> {
  const target = await callee.evaluate(() => window.signaling.id);
  await caller.evaluate(async (id) => {
    const { log } = window;
    window.session = await window.signaling.createSession(id);
    const peer = await new Promise<import('#lib/messaging/signal-fire/peer/index.ts').Peer>(
      (resolve) => window.session.on('accepted', resolve),
    );
    peer.on('state', (state) => log.push(`peer ${state}`));
    const channel = peer.openChannel('chat');
    channel.on('message', (data) => log.push(`heard ${data}`));
    window.channel = channel;
    await channel.send('o7');
  }, target);
}

async function bundleClient(): Promise<string> {
  const door = '../../lib/messaging/signal-fire/client/index.ts';
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(door, import.meta.url))],
    bundle: true,
    format: 'iife',
    globalName: 'signalFire',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
