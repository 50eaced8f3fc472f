/** Two processes whose clocks differ by minutes, on one feed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enqueueDueFeeds } from '#lib/features/contracts/jobs.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import { readHealth } from '#lib/server/health.ts';
import { expectInvariants, goneAt } from '#workers/testing/look.ts';
import { createStage, PILOT_ID, type Stage, TRADER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
/** What EVE's list needs to be another one. */
const LIST_MS = 20_000;
const AHEAD_MS = 306_000;

let stage: Stage;
let feedId: string;
beforeAll(async () => {
  stage = await createStage();
  ({ id: feedId } = await stage.container.db.contractFeed.findFirstOrThrow());
});
afterAll(() => stage?.[Symbol.asyncDispose]());

test('a poll by a clock five minutes ahead keeps nobody from the next, and is told', async () => {
  const { container } = stage;
  const { code } = await stage.quote({ accountId: await stage.signIn(PILOT_ID) });
  const strayId = await stage.contract('nothing of ours');
  await stage.poll();
  const ahead = { ...container, clock: () => new Date(stage.now().getTime() + AHEAD_MS) };
  stage.later(LIST_MS);
  expect(await pollFeed(ahead, { feedId }, NEVER)).toBe('complete');
  expect(await listDue()).toEqual([]);
  expect(await readHealth(container)).toMatchObject({
    status: 'degraded',
    troubles: expect.arrayContaining(['clocks-differ']),
  });

  const contractId = await stage.contract(code);
  stage.later(LIST_MS);
  expect(await listDue()).toEqual([feedId]);
  expect(await pollFeed(container, { feedId }, NEVER)).toBe('complete');
  expect(await stage.verdict(contractId)).toBe('valid');
  expect(await listDue()).toEqual([]);
  expect((await readHealth(container)).troubles).not.toContain('clocks-differ');

  await stage.act(contractId, 'accept', TRADER_ID);
  await stage.act(strayId, 'delete', PILOT_ID);
  stage.later(LIST_MS);
  expect(await listDue()).toEqual([feedId]);
  expect(await pollFeed(container, { feedId }, NEVER)).toBe('complete');
  expect(await stage.state(code)).toBe('completed');
  expect(await goneAt(stage, strayId)).not.toBeNull();
  await expectInvariants(stage);
});

async function listDue(): Promise<string[]> {
  const due: string[] = [];
  await enqueueDueFeeds(stage.container, {
    enqueue: async (job) => void due.push(job.feedId),
    async [Symbol.asyncDispose]() {},
  });
  return due;
}
