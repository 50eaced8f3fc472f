import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { findFreePort } from '#bin/setup/ports.ts';
import { REALTIME_PATH } from '#lib/core/live/room-names.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import { createStage, PILOT_ID, type Stage, TRADER_ID } from '#workers/testing/stage.ts';
import { settleDown } from './support/settle-down.ts';
import { startContractsProcess } from './support/start-contracts-process.ts';
import { startModule } from './support/start-module.ts';

const DRAINED_WITHIN_MS = 10_000;
const WORKERS = ['contracts', 'market', 'relay', 'realtime-1', 'realtime-2'];
/** Come back: it is being started again. */
const SERVICE_RESTART = 1012;

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage?.[Symbol.asyncDispose]());

test('F11 a worker that is stopped while EVE is slow ends in time, and its job goes on', async () => {
  const accountId = await stage.signIn(PILOT_ID);
  const { code } = await stage.quote({ accountId });
  await stage.act(await stage.contract(code), 'accept', TRADER_ID);
  let isAsked = false;
  let isSlow = true;
  stage.esi.tamper = async (path, answer) => {
    if (!isSlow || !path.includes('/contracts')) return answer;
    isAsked = true;
    return new Promise(() => {});
  };
  await using worker = await startContractsProcess(stage);
  stage.later(20_000);
  worker.work();
  await expect.poll(() => isAsked, { timeout: 15_000 }).toBe(true);
  const startMs = performance.now();
  process.kill(worker.pid, 'SIGTERM');
  expect(await worker.ended, worker.output()).toMatchObject({ code: 0 });
  expect(performance.now() - startMs).toBeLessThan(DRAINED_WITHIN_MS);

  isSlow = false;
  await settleDown(stage, async () => (await stage.state(code)) === 'completed');
  await expectInvariants(stage);
});

test('F11 a supervisor that is stopped while browsers watch stops all workers, and asks the browsers to come back', {
  timeout: 120_000,
}, async () => {
  const port = await findFreePort();
  await using supervisor = await startModule(stage, 'workers/supervisor.ts', {
    REALTIME_PORT: String(port),
  });
  for (const name of WORKERS) await supervisor.says(name, 'started', 1);
  const closed: Promise<unknown[]>[] = [];
  for (let count = 0; count < 4; count += 1) {
    const browser = new WebSocket(`ws://127.0.0.1:${port}${REALTIME_PATH}`, {
      origin: stage.container.env.PUBLIC_URL,
    });
    await once(browser, 'open');
    closed.push(once(browser, 'close'));
  }
  const startMs = performance.now();
  process.kill(supervisor.pid, 'SIGTERM');
  expect(await supervisor.ended).toBe(0);
  expect(performance.now() - startMs).toBeLessThan(DRAINED_WITHIN_MS);
  for (const name of WORKERS) await supervisor.says(name, 'stopping', 1);
  for (const [code] of await Promise.all(closed)) expect(code).toBe(SERVICE_RESTART);
});
