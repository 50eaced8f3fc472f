import { describe, expect, test } from 'vitest';
import { pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { TRADER_ID } from '#workers/testing/stage.ts';
import { choose, isLongRun } from './support/choose.ts';
import { createFakeTime, findFakeTime } from './support/fake-time.ts';
import { startContractsProcess } from './support/start-contracts-process.ts';

const MINUTE_MS = 60_000;
/** What EVE's list needs to be another one. */
const LIST_MS = 20_000;
/** Longer than a clock may be ahead and be waited for: see `CLOCK_SLACK_MS`. */
const SLACK_MS = 7 * MINUTE_MS;
const TOKEN_MS = 20 * MINUTE_MS;
const JUMPS = [-5, 5, 60, -60].map((minutes) => ({ minutes }));
const library = findFakeTime();

const { stage, accountId } = await setStage();

describe('F18 a worker whose clock jumps', () => {
  // The library's cases say more, where they can be had.
  const isSpared = library !== null && !isLongRun;
  test.skipIf(isSpared).each(choose(JUMPS, 1))(
    'by $minutes min, by its own reading, goes on',
    async (jump) => {
      await using worker = await startContractsProcess(stage);
      await goThrough(jump, (aheadMs) => worker.work({ aheadMs }));
    },
  );

  if (!library) process.stdout.write('F18: libfaketime is not here, its cases are left out.\n');
  test.skipIf(!library).each(choose(JUMPS.toReversed(), 1))(
    'by $minutes min, by that of all in it, goes on',
    async (jump) => {
      using time = createFakeTime(library ?? '');
      await using worker = await startContractsProcess(stage, time.variables);
      await goThrough(jump, (aheadMs) => {
        time.set(aheadMs);
        worker.work({ aheadMs: 0 });
      });
    },
  );
});

describe.skipIf(!isLongRun)('F18 two workers whose clocks differ', () => {
  test.each([5, 60].map((minutes) => ({ minutes })))(
    'by $minutes min share the work, ask EVE no more often and pay once',
    async ({ minutes }) => {
      await using right = await startContractsProcess(stage);
      await using wrong = await startContractsProcess(stage);
      const move = (ms: number) => {
        stage.later(ms);
        const aheadMs = stage.now().getTime() - Date.now();
        right.work({ aheadMs });
        wrong.work({ aheadMs: aheadMs + minutes * MINUTE_MS });
      };
      const [asked, jobs, startMs] = [countLists(), await countJobs(), performance.now()];
      move(0);
      for (let i = 0; i < 4; i += 1) await sell(() => move(SLACK_MS));
      const tookS = (performance.now() - startMs) / 1_000;
      // Four lists were due, and each of the two may have read each of them.
      expect(countLists() - asked).toBeLessThanOrEqual(10);
      expect((await countJobs()) - jobs).toBeLessThanOrEqual(8 + 2 * tookS);
      expect(await stage.container.db.eveToken.count({ where: { state: 'dead' } })).toBe(0);
    },
  );
});

describe('F18 an EVE whose clock is wrong', () => {
  test.each([-60, -5, 5, 60])(
    'by %s min is asked when it says, by its own clock',
    async (minutes) => {
      stage.esi.tamper = (_path, answer) => {
        const headers = new Headers(answer.headers);
        for (const name of ['date', 'expires', 'last-modified']) {
          const at = headers.get(name);
          const shifted = new Date(Date.parse(at ?? '') + minutes * MINUTE_MS);
          if (at !== null) headers.set(name, shifted.toUTCString());
        }
        return { ...answer, headers };
      };
      const { code } = await stage.quote({ accountId });
      await stage.act(await stage.contract(code), 'accept', TRADER_ID);
      expect(await stage.poll()).toEqual(['complete']);
      expect(await stage.state(code)).toBe('completed');
      const { nextPollAt } = await stage.container.db.contractFeed.findFirstOrThrow();
      const pauseMs = nextPollAt.getTime() - stage.now().getTime();
      expect(pauseMs).toBeGreaterThan(0);
      expect(pauseMs).toBeLessThan(LIST_MS);
    },
  );
});

describe('afterwards', () => {
  test('all that must hold does', async () => {
    await expectInvariants(stage);
  });
});

/** A sale before the jump, one after it, one with a new token, one when the clock is right again. */
async function goThrough(
  { minutes }: { minutes: number },
  setClock: (aheadMs: number) => void,
): Promise<void> {
  let jumpMs = 0;
  const move = (ms: number) => {
    stage.later(ms);
    setClock(stage.now().getTime() - Date.now() + jumpMs);
  };
  const settleMs = Math.abs(minutes * MINUTE_MS) < SLACK_MS ? SLACK_MS : LIST_MS;

  move(0);
  await sell(() => move(LIST_MS));
  const [asked, jobs] = [countLists(), await countJobs()];
  jumpMs = minutes * MINUTE_MS;
  await sell(() => move(settleMs));
  await sell(() => move(TOKEN_MS));
  jumpMs = 0;
  await sell(() => move(settleMs));

  // Three lists were due; a run that was under way at a jump may have made one more each.
  expect(countLists() - asked).toBeLessThanOrEqual(6);
  expect((await countJobs()) - jobs).toBeLessThanOrEqual(12);
  expect(await stage.container.db.eveToken.count({ where: { state: 'dead' } })).toBe(0);
}

function countLists(): number {
  return stage.esi.asked.filter((path) => /\/contracts\/?(\?|$)/.test(path)).length;
}

async function sell(move: () => void): Promise<void> {
  const { code } = await stage.quote({ accountId });
  await stage.act(await stage.contract(code), 'accept', TRADER_ID);
  move();
  await expect.poll(() => stage.state(code), { timeout: 30_000 }).toBe('completed');
}

/** Runs of the queue so far, those that EVE was not asked in included. */
async function countJobs(): Promise<number> {
  const { redis } = stage.container;
  const sets = ['completed', 'failed', 'delayed'];
  const counts = await Promise.all(
    sets.map((name) => redis.zcard(`ageira:${pollFeedJob.queue}:${name}`)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
