import { describe, expect, test } from 'vitest';
import { fromContractRow } from '#lib/features/contracts/contract-row.ts';
import { enqueueDueFeeds, pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { storeWalk } from '#lib/features/contracts/store-walk.ts';
import { openQueue, startWorker } from '#lib/server/jobs.ts';
import { contractOf, expectInvariants, settlementsOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { PILOT_ID, TRADER_ID, VELDSPAR_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const HALF = { priceIsk: '500000.00', items: [{ typeId: VELDSPAR_ID, quantity: 5_000 }] };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const { stage, accountId } = await setStage();

describe('a contract that changes while it is being matched', () => {
  test('is matched again, and the newer word of EVE stays', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code);
    await stage.poll();
    const seen = await contractOf(stage, contractId);

    const holder = await stage.container.pool.connect();
    await holder.query('begin');
    await holder.query('select from quote where id = $1 for no key update', [id]);
    const matching = matchAndSettle(stage.container, contractId);
    await expect.poll(countWaiting, { timeout: 4_000 }).toBe(1);
    await storeAccepted(contractId);
    await holder.query('commit');
    holder.release();
    await matching;
    await matchPending(stage.container, NEVER);

    expect(await stage.state(code)).toBe('completed');
    expect((await contractOf(stage, contractId)).version).toBe(seen.version + 1);
    expect(await settlementsOf(stage, id)).toHaveLength(1);
  });
});

describe('a quote in two contracts', () => {
  test('is not paid in full by one, when the other is deleted after it', async () => {
    const { id, code } = await stage.quote({ accountId });
    const first = await stage.contract(code, HALF);
    const second = await stage.contract(code, HALF);
    await stage.poll();
    expect(await stage.verdict(first)).toBe('valid');
    await stage.act(first, 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('partly-completed');

    await stage.act(second, 'delete', PILOT_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('partly-completed');
    expect(await settlementsOf(stage, id)).toHaveLength(1);

    const third = await stage.contract(code, HALF);
    await stage.poll();
    expect(await stage.verdict(third)).toBe('valid');
    await stage.act(third, 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('completed');
    expect((await settlementsOf(stage, id)).map(({ amount }) => amount)).toEqual([
      50_000_000n,
      50_000_000n,
    ]);
  });

  test('runs out when the second never comes', async () => {
    const { code } = await stage.quote({ accountId });
    const first = await stage.contract(code, HALF);
    const second = await stage.contract(code, HALF);
    await stage.poll();
    await stage.act(first, 'accept', TRADER_ID);
    await stage.poll();
    await stage.act(second, 'delete', PILOT_ID);
    await stage.poll();

    stage.later(73 * HOUR_MS);
    await maintainContracts(stage.container, NEVER);
    expect(await stage.state(code)).toBe('expired');
  });
});

describe('a feed whose job was given up', () => {
  test('is read again two minutes later, though its name is remembered', async () => {
    const definition = { ...pollFeedJob, attempts: 1 };
    await using queue = openQueue(stage.container, definition);
    let tries = 0;
    await using _worker = startWorker(stage.container, definition, async () => {
      tries += 1;
      if (tries === 1) throw new Error('the database went away');
    });
    stage.later(48 * HOUR_MS);
    await enqueueDueFeeds(stage.container, queue);
    await expect.poll(() => tries).toBe(1);

    stage.later(2 * MINUTE_MS);
    await enqueueDueFeeds(stage.container, queue);
    await expect.poll(() => tries).toBe(2);
  });
});

describe('afterwards', () => {
  test('all that must hold does', async () => {
    await expectInvariants(stage, { isEveWhole: false });
  });
});

async function countWaiting(): Promise<number> {
  const { rows } = await stage.container.pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
}

/** What a worker does that reads the list at this very moment. */
async function storeAccepted(contractId: number): Promise<void> {
  const feed = await stage.container.db.contractFeed.findFirstOrThrow();
  const contract = fromContractRow(await contractOf(stage, contractId));
  const now = stage.now();
  const stored = await storeWalk(stage.container, {
    feedId: feed.id,
    startedAt: now,
    servedIds: new Set([contractId]),
    unreadableIds: [],
    contracts: [{ ...contract, status: 'finished', acceptorId: TRADER_ID, dateCompleted: now }],
    nextPollAt: now,
  });
  expect(stored?.changed).toBe(1);
}
