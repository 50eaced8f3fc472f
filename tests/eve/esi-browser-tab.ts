/**
 * The kit esi-browser in the tabs of a real browser.
 *
 * @module
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'esbuild';
import type * as esiBrowser from '#lib/eve/esi-browser/index.ts';
import type { ScriptedEsi } from '#lib/eve/esi-browser/testing/start-scripted-esi.ts';
import type { storeContract } from '#lib/eve/esi-browser/testing/store-contract.ts';

type Kit = typeof esiBrowser & { readonly storeContract: typeof storeContract };
declare global {
  interface Window {
    readonly kit: Kit;
    /** The client that `open` made. */
    esi: esiBrowser.EsiBrowser;
    /** Added to the clock of the client. */
    aheadMs: number;
  }
}

export type Tab = {
  /** The answer's data, or the code of the error. */
  ask(path: string): Promise<unknown>;
  pass(seconds: number): Promise<void>;
  readonly page: Page;
};
export type TabOptions = { readonly sendsHeaders?: boolean; readonly aheadSeconds?: number };
/** A tab with a client of its own. */
export async function openTab(
  context: BrowserContext,
  url: string,
  { baseUrl }: ScriptedEsi,
  { sendsHeaders = false, aheadSeconds = 0 }: TabOptions,
): Promise<Tab> {
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(
    (options) => {
      window.aheadMs = options.aheadSeconds * 1_000;
      window.esi = window.kit.createEsiBrowser({
        baseUrl: options.baseUrl,
        sendsHeaders: options.sendsHeaders,
        userAgent: 'Market/1.0 (mail@example.com)',
        compatibilityDate: '2026-08-04',
        clock: () => new Date(Date.now() + window.aheadMs),
      });
    },
    { baseUrl, sendsHeaders, aheadSeconds },
  );
  return {
    page,
    ask: (path) =>
      page.evaluate(
        (asked) =>
          window.esi.fetchEsi(asked).then(
            ({ data }) => data,
            (error) => error.code,
          ),
        path,
      ),
    pass: (seconds) =>
      page.evaluate((ms) => {
        window.aheadMs += ms;
      }, seconds * 1_000),
  };
}

/** Pages with nothing but the kit in them. */
export async function startKitSite(): Promise<AsyncDisposable & { readonly url: string }> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from './index.ts'; export { storeContract } from './testing/store-contract.ts';`,
      resolveDir: fileURLToPath(new URL('../../lib/eve/esi-browser', import.meta.url)),
    },
    bundle: true,
    format: 'iife',
    globalName: 'kit',
    target: 'es2022',
    write: false,
  });
  const [script] = outputFiles;
  const withoutLocks = `Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });`;
  const server = createServer(({ url }, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    if (url === '/opaque') response.setHeader('Content-Security-Policy', 'sandbox allow-scripts');
    const before = url === '/plain' ? withoutLocks : '';
    response.end(`<!doctype html><title>Kit</title><script>${before}${script?.text}</script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
