import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Child, startChild } from './child.ts';
import { type Guard, startGuard } from './guard.ts';
import { keepRunning } from './keep-running.ts';

let folder: string;
let guard: Guard;
let children: Child[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ageira-keep-'));
  guard = startGuard();
  children = [];
});

afterEach(async () => {
  await guard.release();
  rmSync(folder, { recursive: true, force: true });
});

test('a process that dies is started again, and the person is told', async () => {
  const said: string[] = [];
  const kept = await keepRunning({
    start: startSleeper,
    say: (text) => said.push(text),
    onGivenUp: () => {},
    pausesMs: [0, 0],
  });

  process.kill(children[0]?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => children.length).toBe(2);
  await kept.stop(5_000);

  expect(said).toEqual([expect.stringContaining('died (killed by SIGKILL); it is started again')]);
  expect(isAlive(children[1])).toBe(false);
});

test('a start that fails in between is tried again, and given up with its reason', async () => {
  const givenUp: string[] = [];
  let starts = 0;
  const kept = await keepRunning({
    start: () => {
      starts += 1;
      if (starts === 2 || starts > 3) throw new Error('The port is taken');
      return startSleeper();
    },
    say: () => {},
    onGivenUp: (reason) => givenUp.push(reason),
    pausesMs: [0, 0, 0],
    healthyAfterMs: 0,
  });
  process.kill(children[0]?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => children.length).toBe(2);
  expect(givenUp).toEqual([]);

  process.kill(children[1]?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => givenUp).toEqual(['The port is taken']);
  await kept.stop(5_000);
});

test('a process that keeps dying is given up, once', async () => {
  const givenUp: string[] = [];
  await keepRunning({
    start: () => start('process.exit(3)'),
    say: () => {},
    onGivenUp: (reason) => givenUp.push(reason),
    pausesMs: [0, 0],
  });

  await expect.poll(() => givenUp).toEqual([expect.stringContaining('died 3 times (exit code 3)')]);
  expect(children).toHaveLength(3);
});

test('a process that does not end when asked is killed after the limit', async () => {
  const child = await start(`process.on('SIGTERM', () => console.log('no'));${SLEEP}`);
  await expect.poll(() => child.readLog()).toContain('up');

  await child.stop(300);

  expect(isAlive(child)).toBe(false);
  expect(readFileSync(child.logPath, 'utf8')).toContain('no');
});

test('somebody in a hurry does not wait for the limit', async () => {
  const child = await start(`process.on('SIGTERM', () => {});${SLEEP}`);
  await expect.poll(() => child.readLog()).toContain('up');
  const startedAt = performance.now();

  await child.stop(60_000, AbortSignal.abort());

  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

test('the children of a process go with it', async () => {
  const child = await start(
    `const { spawn } = await import('node:child_process');
     const own = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
     console.log('own=' + own.pid);${SLEEP}`,
  );
  await expect.poll(() => child.readLog()).toContain('up');
  const own = Number(/own=(\d+)/.exec(await child.readLog())?.[1]);

  await child.stop(5_000);

  await expect.poll(() => isAlive({ pid: own })).toBe(false);
});

const SLEEP = `console.log('up'); setInterval(() => {}, 1000);`;

function startSleeper(): Promise<Child> {
  return start(SLEEP);
}

async function start(script: string): Promise<Child> {
  const child = await startChild({
    name: 'sleeper',
    command: process.execPath,
    args: ['--input-type=module', '-e', script],
    cwd: folder,
    env: process.env,
    logPath: join(folder, 'sleeper.log'),
    guard,
    stopSignal: 'SIGTERM',
  });
  children.push(child);
  return child;
}

/** A process that ended but that nobody has asked about is not alive. */
function isAlive(child: { pid: number } | undefined): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${child?.pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
