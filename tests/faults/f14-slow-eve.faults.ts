import { v7 as createId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEsiClient } from '#lib/eve/esi/index.ts';
import { changeRole } from '#lib/features/accounts/change-role.ts';
import { pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { pollFeed } from '#lib/features/contracts/poll-feed.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { disposeAll } from '#lib/server/dispose.ts';
import { readEnv } from '#lib/server/env.ts';
import { transact } from '#lib/server/transact.ts';
import { startContractsWorker } from '#workers/contracts/start-contracts-worker.ts';
import { signInPilot } from '#workers/sandbox/sign-in-pilot.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import {
  ALT_ID,
  createStage,
  PILOT_ID,
  SCAMMER_ID,
  type Stage,
  TRADER_ID,
} from '#workers/testing/stage.ts';
import { isLongRun } from './support/choose.ts';
import { settleDown } from './support/settle-down.ts';
import { SLOWNESSES, type SlowEve, startSlowEve } from './support/slow-eve.ts';

/** What the client promises, and in a short run less of it. */
const LIMITS = isLongRun
  ? { timeoutMs: 10_000, deadlineMs: 30_000 }
  : { timeoutMs: 600, deadlineMs: 1_800 };
const TRIES = 3;
/** For a machine that is busy with other things. */
const SLACK_MS = 700;
/** One list for each slowness, and as many as a worker reads at once. */
const OWNERS = [TRADER_ID, ALT_ID, SCAMMER_ID, 9_000_000_000_005];
const NEVER = new AbortController().signal;

let stage: Stage;
let eve: SlowEve;
let accountId: string;
let ending: AsyncDisposable;
let container: Container;
let worker: AsyncDisposable;
beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(PILOT_ID);
  for (const characterId of OWNERS) await addFeed(characterId);
  eve = await startSlowEve(stage.esi.url);
  const env = readEnv({ ...stage.variables, EVE_ESI_URL: eve.url });
  const { log } = stage.container;
  const made = await createContainer(env, 'contracts', { clock: stage.now, log });
  const esi = createEsiClient({
    baseUrl: eve.url,
    userAgent: 'AgeiraTest/1.0 (test@example.com)',
    clock: stage.now,
    ...LIMITS,
  });
  container = isLongRun ? made : { ...made, esi };
  worker = disposeAll(startContractsWorker(container));
  ending = disposeAll([stage, made, esi, eve, worker]);
});
afterAll(() => ending?.[Symbol.asyncDispose]());

describe('F14 lists that come late, in drops, in part or not at all', { timeout: 120_000 }, () => {
  test('are given up in time, and every other list is read meanwhile', async () => {
    expect(OWNERS.length).toBe(pollFeedJob.concurrency);
    await expect.poll(() => outcomesOf(OWNERS)).toEqual(OWNERS.map(() => 'complete'));
    eve.slownessOf = (path) => SLOWNESSES[OWNERS.findIndex((id) => isListOf(path, id))] ?? null;
    const from = eve.tries.length;
    const { code } = await stage.quote({ accountId });
    await stage.contract(code);
    const startMs = performance.now();
    stage.later(20_000);
    await expect
      .poll(() => stage.state(code), { timeout: 2 * LIMITS.deadlineMs })
      .toBe('contracted');
    // At the worst each run of the worker holds a list that does not come, until one of them ends.
    expect(performance.now() - startMs).toBeLessThan(LIMITS.deadlineMs + 3 * SLACK_MS);
    await expect
      .poll(() => outcomesOf(OWNERS), { timeout: 2 * LIMITS.deadlineMs })
      .toEqual(OWNERS.map(() => 'unreachable'));

    for (const [i, owner] of OWNERS.entries()) {
      // What breaks at once is asked for again before the slowest has been given up.
      const tries = eve.tries
        .slice(from)
        .filter(({ path }) => isListOf(path, owner))
        .slice(0, TRIES);
      const startedMs = tries[0]?.startMs ?? 0;
      expect.soft(tries.length, SLOWNESSES[i]).toBeGreaterThan(1);
      for (const { startMs: triedMs, endMs } of tries) {
        const tookMs = (endMs ?? Infinity) - triedMs;
        expect.soft(tookMs, SLOWNESSES[i]).toBeLessThan(LIMITS.timeoutMs + SLACK_MS);
      }
      const endedMs = Math.max(...tries.map(({ endMs }) => endMs ?? Infinity));
      expect.soft(endedMs - startedMs, SLOWNESSES[i]).toBeLessThan(LIMITS.deadlineMs + SLACK_MS);
    }
  });

  test('are read again as soon as EVE gives them', async () => {
    eve.slownessOf = () => null;
    stage.later(60_000);
    await expect.poll(() => outcomesOf(OWNERS)).toEqual(OWNERS.map(() => 'complete'));
  });

  test('items that do not come end the run after three contracts', async () => {
    const codes: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { code } = await stage.quote({ accountId });
      await stage.act(await stage.contract(code), 'accept', TRADER_ID);
      codes.push(code);
    }
    await worker[Symbol.asyncDispose]();
    eve.slownessOf = (path) => (path.includes('/items') ? 'hang' : null);
    const from = eve.tries.length;
    stage.later(20_000);
    const { id: feedId } = await stage.container.db.contractFeed.findFirstOrThrow({
      where: { kind: 'corporation' },
    });
    expect(await pollFeed(container, { feedId }, NEVER)).toBe('complete');
    const asked = eve.tries.slice(from).filter(({ path }) => path.includes('/items'));
    expect(new Set(asked.map(({ path }) => path)).size).toBe(3);

    stage.later(60_000);
    await settleDown(stage, async () => {
      const states = await Promise.all(codes.map(stage.state));
      return states.every((state) => state === 'completed');
    });
    await expectInvariants(stage);
  });
});

function isListOf(path: string, characterId: number): boolean {
  return path.startsWith(`/characters/${characterId}/contracts`) && !path.includes('/items');
}

/** A character's own list, next to the corporation's, which is always well. */
async function addFeed(characterId: number): Promise<void> {
  if (characterId !== TRADER_ID) {
    const id = await stage.signIn(characterId);
    const context = { at: stage.now(), actorId: null };
    await transact(stage.container, async (tx) => {
      const account = await tx.account.findUniqueOrThrow({ where: { id } });
      await changeRole(tx, { account, role: 'trader', because: 'operator' }, context);
    });
    await signInPilot(stage.container, { characterId, purpose: 'contracts' }, NEVER);
  }
  await stage.container.db.contractFeed.create({
    data: {
      id: createId(),
      kind: 'character',
      ownerId: BigInt(characterId),
      ownerName: 'A pilot',
      characterId: BigInt(characterId),
      nextPollAt: stage.now(),
    },
  });
}

async function outcomesOf(owners: readonly number[]): Promise<(string | null)[]> {
  const feeds = await stage.container.db.contractFeed.findMany();
  return owners.map(
    (id) => feeds.find(({ ownerId }) => ownerId === BigInt(id))?.lastOutcome ?? null,
  );
}
