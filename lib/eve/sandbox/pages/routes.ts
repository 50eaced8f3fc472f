import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { SandboxContext } from '../context.ts';
import { json, page, type Reply, type Route } from '../http/call.ts';
import { controlPage } from './control-page.ts';
import { gamePage } from './game-page.ts';
import { STYLES } from './html.ts';

const FOLDER = new URL('./assets/', import.meta.url);
const FONT = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';

const SCRIPT = 'text/javascript; charset=UTF-8';
const ASSETS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(STYLES.map((name) => [name, 'text/css; charset=UTF-8'])),
  'api.js': SCRIPT,
  'contracts.js': SCRIPT,
  'control.js': SCRIPT,
  'faults.js': SCRIPT,
  'inbox.js': SCRIPT,
  'game.js': SCRIPT,
  'items.js': SCRIPT,
  'icon.svg': 'image/svg+xml',
};

/** The pages for people: the game client, the control page, and what they load. */
export function createPageRoutes(parts: SandboxContext): Route[] {
  return [
    { method: 'GET', path: '/', handle: ({ url }) => page(200, gamePage(parts, url.searchParams)) },
    { method: 'GET', path: '/health', handle: () => json(200, { status: 'ok' }) },
    { method: 'GET', path: '/control', handle: () => page(200, controlPage(parts)) },
    {
      method: 'GET',
      path: '/assets/inter.woff2',
      handle: () => sendFile(createRequire(import.meta.url).resolve(FONT), 'font/woff2'),
    },
    ...Object.entries(ASSETS).map(([name, contentType]) => ({
      method: 'GET',
      path: `/assets/${name}`,
      handle: () => sendFile(fileURLToPath(new URL(name, FOLDER)), contentType),
    })),
  ];
}

async function sendFile(file: string, contentType: string): Promise<Reply> {
  return {
    status: 200,
    headers: {
      'Cache-Control': 'no-cache',
      'Content-Type': contentType,
      'X-Content-Type-Options': 'nosniff',
    },
    body: await readFile(file),
  };
}
