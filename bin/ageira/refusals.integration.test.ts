import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test.each([
  'postgres://ageira:canary#@127.0.0.1:5432/x',
  'postgres://ageira:canary@127.0.0.1:99999/x',
  'postgresql://ageira:canary@/x?host=/var/run/postgresql',
])('%s is refused in a sentence that does not repeat it', (databaseUrl) => {
  const { status, stderr } = run(['check'], { databaseUrl });

  expect(stderr).toMatch(/^DATABASE_URL must be postgresql:/);
  expect(stderr).not.toContain('canary');
  expect(status).toBe(2);
});

test('a report that cannot be written is none', () => {
  const { status, stderr } = run(['--help'], { stdout: openSync('/dev/full', 'w') });

  expect(stderr).toBe('The output could not be written (ENOSPC).\n');
  expect(status).toBe(2);
});

function run(
  args: string[],
  { databaseUrl = '', stdout }: { databaseUrl?: string; stdout?: number },
) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'bin/ageira.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, AGEIRA_MODE: 'sandbox', DATABASE_URL: databaseUrl },
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
    encoding: 'utf8',
  });
}
