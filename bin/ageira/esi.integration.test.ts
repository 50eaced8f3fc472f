import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findFreePort } from '#bin/setup/ports.ts';
import { freshFor, startScriptedEsi } from '#lib/eve/esi/testing/start-scripted-esi.ts';
import { createTestRedis } from '#tests/support/services.ts';

const redis = await createTestRedis();
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('with the site’s Redis, what is still good is not asked for again, by whichever process', async () => {
  await using server = await startScriptedEsi();
  server.play(() => ({ body: { players: 5 }, headers: freshFor(30) }));
  const env = { EVE_ESI_URL: server.baseUrl, REDIS_URL: redis.url };

  const first = await explain(env);
  const second = await explain(env);
  const slashed = await explain(env, '--base-url', `${server.baseUrl}/`);

  expect(first).toMatch(/^GET \/status: 200, /);
  expect(first).toMatch(/GET \/status: read anew, .*\nanswers and budgets are the site’s\n$/);
  expect(second).toMatch(
    /^GET \/status: kept, and still good: ESI was not asked, \d+ ms in all\nanswers and budgets are the site’s\n$/,
  );
  expect(slashed.replace(/\d+ ms/, '')).toBe(second.replace(/\d+ ms/, ''));
});

test('while the site’s Redis is away, a run is alone and says so', async () => {
  await using server = await startScriptedEsi();
  server.play(() => ({ body: { players: 5 }, headers: freshFor(30) }));
  const REDIS_URL = `redis://127.0.0.1:${await findFreePort()}`;

  expect(await explain({ EVE_ESI_URL: server.baseUrl, REDIS_URL })).toMatch(
    /read anew, .*\n.*of this run alone, as the site’s Redis does not answer\n$/,
  );
});

async function explain(env: Record<string, string>, ...options: string[]): Promise<string> {
  const args = ['--import', 'tsx', 'bin/ageira.ts', 'esi', 'GET', '/status', '--explain'];
  const child = spawn(process.execPath, [...args, ...options], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return text(child.stderr);
}
