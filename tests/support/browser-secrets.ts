/**
 * What the browsers of the stories were given and nobody else may have: noted while they run, looked
 * for everywhere once they are through.
 *
 * @module
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import type { BrowserContext } from '@playwright/test';

const FOLDER = '.data/test';
const FILE = `${FOLDER}/browser-secrets.txt`;
const SECRET_COOKIES = /-(?:session|claim)$/;

/** Note the cookies of a browser that open an account or claim a quote. */
export async function noteSecrets(context: BrowserContext): Promise<void> {
  const cookies = await context.cookies();
  const values = cookies.filter(({ name }) => SECRET_COOKIES.test(name)).map(({ value }) => value);
  mkdirSync(FOLDER, { recursive: true });
  appendFileSync(FILE, values.map((value) => `${value}\n`).join(''), { mode: 0o600 });
}

/** All that were noted since the last time. */
export function takeSecrets(): readonly string[] {
  if (!existsSync(FILE)) return [];
  const lines = readFileSync(FILE, 'utf8').split('\n');
  rmSync(FILE);
  return [...new Set(lines)].filter((line) => line !== '');
}
