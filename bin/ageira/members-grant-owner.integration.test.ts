import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createSignInSite,
  OTHER_PILOT,
  PILOT,
  type SignInSite,
} from '#tests/support/sign-in-site.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let site: SignInSite;

beforeAll(async () => {
  site = await createSignInSite();
  await site.container.db.site.create({ data: { id: 1, mode: 'sandbox' } });
});
afterAll(() => site[Symbol.asyncDispose]());

test('makes an owner, who signs in again; then there is nothing left to do', async () => {
  const browser = site.createBrowser();
  await browser.signIn(PILOT);

  const granted = await run(String(PILOT), '--json');
  expect(granted).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(granted.stdout)).toMatchObject({
    characterId: PILOT,
    characterName: 'Ilya Torvanen',
    roleBefore: 'member',
    role: 'owner',
  });
  expect(await browser.viewer()).toBeNull();
  await browser.signIn(PILOT);
  expect(await browser.viewer()).toMatchObject({ role: 'owner' });

  const again = await run(String(PILOT));
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('is an owner already');
});

test('refuses whom the site does not know, and says whose database it looked at', async () => {
  const { code, stderr } = await run(String(OTHER_PILOT));
  expect(code).toBe(1);
  expect(stderr).toContain('has never signed in here');
  expect(stderr).toContain('This is the database of a sandbox');
});

test.each(['', 'Ilya', '-1', '1.5', '99999999999999999999'])(
  'refuses "%s", which is no character id',
  async (text) => {
    expect((await run(text)).code).toBe(2);
  },
);

type Result = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function run(...args: string[]): Promise<Result> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'bin/ageira.ts', 'members', 'grant-owner', ...args],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        AGEIRA_MODE: 'sandbox',
        DATABASE_URL: site.container.env.DATABASE_URL,
      },
    },
  );
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
}
