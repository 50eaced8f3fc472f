import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('what a killed command left running is ended, and its folder removed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ageira-guard-'));
  const command = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', COMMAND, folder],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: fileURLToPath(new URL('../..', import.meta.url)) },
  );
  let printed = '';
  command.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  try {
    await expect.poll(() => printed, { timeout: 10_000 }).toMatch(/left=\d+/);
    const left = Number(/left=(\d+)/.exec(printed)?.[1]);
    expect(isAlive(left)).toBe(true);

    command.kill('SIGKILL');

    await expect.poll(() => isAlive(left), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A command that starts a process in a group of its own, as a server is, and never ends. */
const COMMAND = `
  import { spawn } from 'node:child_process';
  import { startGuard } from '#bin/setup/guard.ts';
  const guard = startGuard();
  const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  });
  guard.watch(left.pid, 'SIGTERM');
  guard.removeAtEnd(process.argv.at(-1));
  console.log('left=' + left.pid);
  setInterval(() => {}, 1000);
`;

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
