import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followErrors } from './error-lines.ts';

let folder: string;
let log: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ageira-errors-'));
  log = join(folder, 'web.log');
  said = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('an error of a process is said in one line; what is no error, or old, is not', () => {
  writeFileSync(log, line({ level: 'error', msg: 'of yesterday' }));
  const following = follow();
  appendFileSync(log, line({ level: 'info', msg: 'started' }));
  appendFileSync(log, 'plain text of a library\n');
  appendFileSync(
    log,
    line({ level: 'fatal', msg: 'could not start', err: { message: 'no database' } }),
  );
  following[Symbol.dispose]();

  expect(said).toEqual(['web: could not start: no database']);
});

test('the same error again is not said again', () => {
  const following = follow();
  appendFileSync(log, line({ level: 'error', msg: 'ESI is down' }).repeat(3));
  following[Symbol.dispose]();

  expect(said).toEqual(['web: ESI is down']);
});

test('a full disk is said once, whichever process meets it, and in whatever words', () => {
  const other = join(folder, 'supervisor.log');
  const following = followErrors([log, other], (sentence) => said.push(sentence), { everyMs: 5 });
  const message = (file: number) => `could not extend file "base/${file}": No space left on device`;
  appendFileSync(
    log,
    line({ level: 'error', msg: 'an action failed', err: { message: message(1) } }),
  );
  appendFileSync(
    log,
    line({ level: 'error', msg: 'a route failed', err: { message: message(2) } }),
  );
  appendFileSync(other, line({ level: 'error', msg: 'job failed', err: { code: '53100' } }));
  following[Symbol.dispose]();

  expect(said).toEqual([expect.stringMatching(/^The disk of PostgreSQL is full: /)]);
});

test('a line that is still being written is said once it is whole', () => {
  const text = line({ level: 'error', msg: 'ESI is down' });
  const first = followErrors([log], (sentence) => said.push(sentence), { everyMs: 5 });
  appendFileSync(log, text.slice(0, 10));
  appendFileSync(log, text.slice(10));
  first[Symbol.dispose]();

  expect(said).toEqual(['web: ESI is down']);
});

test('a log that was put aside for a new one is followed on', async () => {
  writeFileSync(log, line({ level: 'info', msg: 'long' }).repeat(100));
  const following = followErrors([log], (sentence) => said.push(sentence), { everyMs: 5 });
  writeFileSync(log, line({ level: 'error', msg: 'in the new one' }));

  await expect.poll(() => said).toEqual(['web: in the new one']);
  following[Symbol.dispose]();
});

function follow(): Disposable {
  return followErrors([log], (sentence) => said.push(sentence), { everyMs: 60_000 });
}

function line(content: unknown): string {
  return `${JSON.stringify(content)}\n`;
}
