import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectInvariants } from '#workers/testing/look.ts';
import { createStage, PILOT_ID, type Stage, TRADER_ID } from '#workers/testing/stage.ts';
import { settleDown } from './support/settle-down.ts';
import { startContractsProcess } from './support/start-contracts-process.ts';

const DRAINED_WITHIN_MS = 10_000;

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
