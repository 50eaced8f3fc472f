import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeRunLock } from './run-lock.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ageira-lock-'));
  path = join(folder, 'start.lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a lock is gone when its holder lets go', () => {
  takeRunLock(path, 'http://localhost:3000')[Symbol.dispose]();

  expect(existsSync(path)).toBe(false);
});

test('a second start is told of the first, and how to stop it', () => {
  const script = join(folder, 'start.mjs');
  writeFileSync(script, 'process.stdin.resume();');
  const other = spawn(process.execPath, [script], { stdio: 'pipe' });
  try {
    writeFileSync(path, JSON.stringify({ pid: other.pid, url: 'http://localhost:3000' }));

    expect(() => takeRunLock(path, 'http://localhost:4000')).toThrow(
      `at http://localhost:3000. Stop it with Ctrl-C where it runs, or with: kill ${other.pid}`,
    );
  } finally {
    other.kill('SIGKILL');
  }
});

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, url: 'http://x' })],
  [
    'whose process id went to another program',
    JSON.stringify({ pid: process.ppid, url: 'http://x' }),
  ],
  ['that a crash cut short', '{"pid":'],
])('a lock %s is taken over', (_, content) => {
  writeFileSync(path, content);

  expect(() => takeRunLock(path, 'http://localhost:3000')).not.toThrow();
});
