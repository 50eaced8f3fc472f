/**
 * A gateway of the kit luce and a page with its client, on one port: the page's origin is the gateway's.
 *
 * @module
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import type * as luce from '#lib/messaging/luce/browser.ts';
import { Application } from '#lib/messaging/luce/index.ts';

declare global {
  interface Window {
    readonly luce: typeof luce;
    client: luce.LuceClient;
    /** What the room told, and the states, in words. */
    heard: string[];
  }
}

export type Site = AsyncDisposable & {
  readonly url: string;
  readonly app: Application;
  /** Kept for those who are away, and broadcast. */
  tell(text: string): Promise<void>;
};

/** @param kept What was told so far: the durable stream, which outlives a gateway. */
export async function startSite(kept: string[], port = 0): Promise<Site> {
  const script = await bundleClient();
  const app = new Application({ heartbeatMs: 1_000 });
  app.useRooms({
    mayJoin: (room) => room === 'quote:1',
    position: async () => `${kept.length}-0`,
    replay: async (_room, last) =>
      kept.map((data, index) => ({ id: `${index + 1}-0`, data })).slice(Number.parseInt(last, 10)),
  });
  app.useMessage((message, ctx) => ctx.send({ id: message.id, ok: true, data: message.data }));
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>Kit</title><script>${script}</script>`);
  }).on('upgrade', app.onUpgrade());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    // A TCP server's address is never a string.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    app,
    async tell(text) {
      kept.push(text);
      await app.broadcast('quote:1', text, { id: `${kept.length}-0` });
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      await app.close({ retryAfterMs: 50, spreadMs: 0, deadlineMs: 1_000 });
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Connect, and write down all that is heard. */
export async function watchQuote(page: Page, gatewayUrl: string): Promise<void> {
  await page.evaluate((url) => {
    window.heard = [];
    window.client = window.luce.createLuceClient({ url, firstDelayMs: 100, mostDelayMs: 200 });
    window.client.on('state', (state) => window.heard.push(state));
    window.client.subscribe('quote:1', {
      onMessage: (data) => window.heard.push(String(data)),
      onJoined: ({ resumed }) => window.heard.push(resumed ? 'resumed' : 'joined'),
    });
    window.client.connect();
  }, gatewayUrl);
}

async function bundleClient(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../lib/messaging/luce/browser.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    globalName: 'luce',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
