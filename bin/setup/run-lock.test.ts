import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStartedAt } from './lock.mjs';
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
    writeFileSync(path, lockOf(other.pid ?? 0));

    expect(() => takeRunLock(path, 'http://localhost:4000')).toThrow(
      `at http://localhost:3000. Stop it with Ctrl-C where it runs, or with: kill ${other.pid}`,
    );
  } finally {
    other.kill('SIGKILL');
  }
});

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'x', url: 'u' })],
  ['whose process id went to another program', lockOf(process.ppid, 'yesterday')],
  ['that a crash cut short', '{"pid":'],
  ['that is empty', ''],
])('a lock %s is taken over, and said to have been left', (_, content) => {
  writeFileSync(path, content);

  expect(takeRunLock(path, 'http://localhost:3000').wasLeft).toBe(true);
  expect(readdirSync(folder)).toEqual(['start.lock']);
});

test('of many that find a lock left behind, one has it', { timeout: 30_000 }, async () => {
  writeFileSync(path, lockOf(process.ppid, 'yesterday'));
  const script = join(folder, 'take.mjs');
  writeFileSync(
    script,
    `import { takeLock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)};
    process.stdin.once('data', () => console.log(takeLock(${JSON.stringify(path)}).holder === null));`,
  );
  const takers = Array.from({ length: 6 }, () =>
    spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const answers = takers.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]).trim());
  try {
    for (const { stdin } of takers) stdin.write('go');
    expect((await Promise.all(answers)).filter((answer) => answer === 'true')).toHaveLength(1);
  } finally {
    for (const taker of takers) taker.kill('SIGKILL');
  }
});

function lockOf(pid: number, startedAt: string | null = readStartedAt(pid)): string {
  return JSON.stringify({ pid, startedAt, url: 'http://localhost:3000' });
}
