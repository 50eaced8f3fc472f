import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { createRedisRefreshLock } from './redis-refresh-lock.ts';
import { type KeeperStage, PILOT, stageKeeper } from './testing/stage-keeper.ts';

const { signal } = new AbortController();
let prefix: string;
let connections: Redis[];
let stage: KeeperStage;
beforeEach(async () => {
  prefix = `test.${randomUUID()}.`;
  connections = [];
  stage = await stageKeeper();
});
afterEach(async () => {
  for (const connection of connections) connection.disconnect();
  await stage[Symbol.asyncDispose]();
});

/** As another process: a connection of its own. */
const connect = () => {
  const redis = new Redis(testRedisUrl());
  connections.push(redis);
  return redis;
};
const connectLock = () => createRedisRefreshLock(connect(), { prefix });

test('fifty callers of three processes make one call to EVE, and all get its token', async () => {
  const keepers = [1, 2, 3].map(() => stage.createKeeper({ lock: connectLock() }));
  const tokens = await Promise.all(
    Array.from({ length: 50 }, (_, i) => keepers[i % 3]?.getAccessToken(PILOT, { signal })),
  );
  expect(new Set(tokens).size).toBe(1);
  expect(tokens[0]).toMatch(/^eyJ/);
  expect(stage.asked()).toBe(1);
  expect(stage.eve.refusals).toEqual([]);
  expect(stage.row().refreshToken).toBe('r2');
});

test('nobody is asked with a refresh token that another process has had rotated', async () => {
  const keepers = Array.from({ length: 4 }, () => stage.createKeeper({ lock: connectLock() }));
  for (let round = 1; round <= 5; round += 1) {
    const before = stage.row().accessToken;
    await Promise.all(
      keepers.map((keeper) => keeper.getAccessToken(PILOT, { signal, refused: before })),
    );
    expect(stage.asked()).toBe(round);
  }
  expect(stage.eve.refusals).toEqual([]);
  expect(stage.row()).toMatchObject({ refreshToken: 'r6', ended: null });
});

test('a process that is killed in the middle keeps the others out for its lock’s time, and no longer', async () => {
  const redis = connect();
  stage.server.answerTokens('hang');
  const script = fileURLToPath(new URL('testing/refresh-and-hang.ts', import.meta.url));
  const child: ChildProcess = fork(script, [stage.server.baseUrl, testRedisUrl(), prefix, '5000'], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  try {
    await expect.poll(() => stage.asked(), { timeout: 60_000 }).toBe(1);
    const waiting = stage.createKeeper({ lock: connectLock() });
    const impatient = stage.createKeeper({ lock: connectLock(), waitMs: 100 });
    // It lives, so its lock is renewed.
    const lasts = () => redis.pttl(`${prefix}${PILOT}`);
    let before = await lasts();
    await expect
      .poll(
        async () => {
          const now = await lasts();
          const isRenewed = now > before;
          before = now;
          return isRenewed;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    const refused = impatient.getAccessToken(PILOT, { signal });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_SSO_LOCK', reason: 'busy' });
    const asked = waiting.getAccessToken(PILOT, { signal });
    child.kill('SIGKILL');
    await gone;
    stage.server.answerTokens({
      status: 200,
      body: JSON.stringify({
        access_token: await stage.server.sign(),
        expires_in: 1_199,
        refresh_token: 'r2',
      }),
    });
    expect(await asked).toMatch(/^eyJ/);
    expect(stage.asked()).toBe(2);
    expect(stage.row().refreshToken).toBe('r2');
  } finally {
    child.kill('SIGKILL');
  }
});

test('while Redis is away nothing is refreshed, the error says try later, and the grant is kept', async () => {
  const redis = new Redis('redis://127.0.0.1:9', { maxRetriesPerRequest: 0, lazyConnect: true });
  redis.on('error', () => {});
  connections.push(redis);
  const keeper = stage.createKeeper({ lock: createRedisRefreshLock(redis, { prefix }) });
  const asked = keeper.getAccessToken(PILOT, { signal });
  await expect(asked).rejects.toMatchObject({
    code: 'ERR_SSO_LOCK',
    reason: 'away',
    isRetryable: true,
  });
  expect(stage.asked()).toBe(0);
  expect(stage.row()).toMatchObject({ refreshToken: 'r1', ended: null });
  // A token that is good needs no lock.
  const healed = stage.createKeeper({ lock: connectLock() });
  const accessToken = await healed.getAccessToken(PILOT, { signal });
  expect(await keeper.getAccessToken(PILOT, { signal })).toBe(accessToken);
});
