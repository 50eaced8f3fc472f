import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreePort } from '#bin/setup/ports.ts';
import { createStage, type Stage } from '#workers/testing/stage.ts';
import { startModule } from './support/start-module.ts';

const DIED = 'the contracts worker died, it is started again';
const LOST = 'a fault that nobody caught';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

describe('F10 under the real supervisor', { timeout: 120_000 }, () => {
  test('a worker that is killed, or loses a promise, is started again, ever later', async () => {
    await using supervisor = await startModule(stage, 'workers/supervisor.ts', await onFreePort());
    const first = await workerOf(supervisor.pid);
    await supervisor.says('contracts', 'started', 1);
    process.kill(first, 'SIGKILL');
    const second = await workerOf(supervisor.pid, first);
    await supervisor.says('contracts', 'started', 2);
    process.kill(second, 'SIGUSR2');
    const third = await workerOf(supervisor.pid, second);

    const deaths = supervisor.lines().filter(({ msg }) => msg === DIED);
    expect(deaths).toMatchObject([
      { exitSignal: 'SIGKILL', deaths: 1, pauseMs: 1_000 },
      { exitCode: 1, deaths: 2, pauseMs: 2_000 },
    ]);
    expect(supervisor.lines()).toContainEqual(
      expect.objectContaining({ process: 'contracts', pid: second, level: 'fatal', msg: LOST }),
    );

    await supervisor.says('contracts', 'started', 3);
    process.kill(supervisor.pid, 'SIGTERM');
    expect(await supervisor.ended).toBe(0);
    expect(() => process.kill(third, 0)).toThrow();
  });
});

test('a sandbox that loses a promise says so in its log, and ends', async () => {
  const port = await findFreePort();
  await using sandbox = await startModule(stage, 'workers/sandbox/main.ts', {
    SANDBOX_PORT: String(port),
    SANDBOX_STATE_DIR: `/tmp/${crypto.randomUUID()}`,
    HOST: '127.0.0.1',
  });
  process.kill(sandbox.pid, 'SIGUSR2');
  expect(await sandbox.ended).toBe(1);
  expect(sandbox.lines()).toContainEqual(expect.objectContaining({ level: 'fatal', msg: LOST }));
});

/** Where it listens for browsers. */
async function onFreePort(): Promise<Record<string, string>> {
  return { REALTIME_PORT: String(await findFreePort()) };
}

/** The process of the contracts worker, another one than `before`. */
async function workerOf(parent: number, before = 0): Promise<number> {
  let found = 0;
  await expect
    .poll(
      () => {
        found = childrenOf(parent).find((pid) => /contracts\/main/.test(commandOf(pid))) ?? 0;
        return found !== 0 && found !== before;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  return found;
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => new RegExp(`^PPid:\\s*${parent}$`, 'm').test(read(pid, 'status')))
    .map(Number);
}

function commandOf(pid: number): string {
  return read(String(pid), 'cmdline');
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
