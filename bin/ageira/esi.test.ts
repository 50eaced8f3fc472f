import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  freshFor,
  type ScriptedEsi,
  startScriptedEsi,
} from '#lib/eve/esi/testing/start-scripted-esi.ts';

// Each test starts a process, and the machine may be busy with others.
vi.setConfig({ testTimeout: 30_000 });

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Of character 7, signed by nobody: who asks only names it. */
const TOKEN = ['{"alg":"none"}', '{"sub":"CHARACTER:EVE:7"}', 'x']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');

let server: ScriptedEsi;
beforeEach(async () => {
  server = await startScriptedEsi();
});
afterEach(() => server[Symbol.asyncDispose]());

test('prints the body, and explains on standard error what was called', async () => {
  const headers = { ...freshFor(30), 'x-esi-error-limit-remain': '99', 'x-esi-request-id': 'abc' };
  server.play(() => ({ body: { players: 5 }, headers }));
  const { code, stdout, stderr } = await esi(['get', '/status', '--explain']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ players: 5 });
  expect(stderr).toMatch(
    /^GET \/status: 200, \d+ ms.*, 99 errors left this minute, good until .*Z, request abc\nGET \/status: read anew, \d+ ms in all\nanswers and budgets are of this run alone, as REDIS_URL is not set\n$/,
  );
});

test('reads all pages of a list as of one moment', async () => {
  server.play(({ url }) => ({
    body: [{ order_id: Number(url.searchParams.get('page')) }],
    headers: freshFor(300, { pages: 3 }),
  }));
  const path = '/markets/10000002/orders?order_type=sell';
  const { stdout } = await esi(['GET', path, '--all-pages', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    data: [{ order_id: 1 }, { order_id: 2 }, { order_id: 3 }],
    pages: 3,
  });
});

test('sends a body, and for a private route the token of the environment', async () => {
  server.play(({ body, headers }) => ({ body: [body, headers.authorization ?? 'none'] }));
  const names = await esi(['POST', '/universe/names', '--body', '[5]', '--json']);
  expect(JSON.parse(names.stdout).data).toEqual(['[5]', 'none']);
  const wallets = await esi(['GET', '/corporations/98/wallets', '--json'], { ESI_TOKEN: TOKEN });
  expect(JSON.parse(wallets.stdout).data).toEqual(['', `Bearer ${TOKEN}`]);
});

test('says of what ESI refuses how it is called, and when to come again', async () => {
  server.play(() => ({ status: 429, body: '{}', headers: { 'retry-after': '30' } }));
  const { code, stdout } = await esi(['GET', '/status', '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'ERR_ESI_RATE_LIMIT', retryAfterMs: 30_000 },
  });
  const plain = await esi(['GET', '/status']);
  expect(plain).toMatchObject({ code: 1, stdout: '' });
  expect(plain.stderr).toContain('ERR_ESI_RATE_LIMIT');
});

test.each([
  { args: ['GET'], says: 'The path is missing.' },
  { args: ['PUT', '/status'], says: '"PUT" is neither GET nor POST.' },
  { args: ['GET', 'status'], says: 'does not begin with a slash' },
  { args: ['GET', '/status/'], says: 'paths end without a slash' },
  { args: ['GET', '/nowhere'], says: 'is no route that is known here' },
  { args: ['GET', '/status', '--all-pages'], says: 'does not come in pages' },
  { args: ['GET', '/characters/7/wallet'], says: 'is private: give an access token' },
  { args: ['POST', '/universe/names', '--body', '[5'], says: '--body is not JSON' },
  { args: ['GET', '/status', '--token', 'x'], says: 'The token is not an access token' },
  { args: ['GET', '/status', '--base-url', 'esi'], says: 'is not an address' },
  { args: ['GET', '/status', '--base-url', 'https://esi.test'], says: 'Set ESI_CONTACT' },
])('refuses $args with a sentence and exit code 2', async ({ args, says }) => {
  const { code, stdout, stderr } = await esi(args);
  expect(stderr).toContain(says);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(server.requests).toHaveLength(0);
});

async function esi(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/ageira.ts', 'esi', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, EVE_ESI_URL: server.baseUrl, NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { code, stdout, stderr };
}
