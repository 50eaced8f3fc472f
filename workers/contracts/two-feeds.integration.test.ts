/** Walks that meet: two of one list, and those of two lists that share a contract. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { fromContractRow } from '#lib/features/contracts/contract-row.ts';
import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { storeWalk } from '#lib/features/contracts/store-walk.ts';
import { keepVeldspar, servedContract } from '#workers/testing/keep-served.ts';
import { contractOf, goneAt, settlementsOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { TRADER_ID } from '#workers/testing/stage.ts';

const MINUTE_MS = 60_000;
const OTHER_FEED_ID = '01890000-0000-7000-8000-000000000001';

const { stage, accountId } = await setStage();
const { db } = stage.container;
let feedId: string;
let contract: MatchContract;
let contractId = 600_000_000;

beforeAll(async () => {
  ({ id: feedId } = await db.contractFeed.findFirstOrThrow());
  await db.contractFeed.create({
    data: {
      id: OTHER_FEED_ID,
      kind: 'character',
      ownerId: BigInt(TRADER_ID),
      ownerName: 'Maren Tessidari',
      characterId: BigInt(TRADER_ID),
    },
  });
});
beforeEach(() => {
  stage.later(MINUTE_MS);
  contractId += 1;
  contract = servedContract(stage, { contractId, title: '' });
});

describe('two walks of one list', () => {
  test('the older one changes nothing, when the newer one is kept', async () => {
    const before = stage.now();
    stage.later(MINUTE_MS);
    await keep(feedId, [contract]);

    expect(await keep(feedId, [], { startedAt: before })).toBeNull();
    expect(await goneAt(stage, contractId)).toBeNull();
  });

  test('the older one waits, while the newer one is being kept, and then changes nothing', async () => {
    const before = stage.now();
    stage.later(MINUTE_MS);

    const [newer, older] = await meet(
      (checkpoint) => keep(feedId, [contract], { checkpoint }),
      () => keep(feedId, [], { startedAt: before }),
    );
    expect([newer?.added, older]).toEqual([1, null]);
    expect(await goneAt(stage, contractId)).toBeNull();
  });
});

describe('two lists that share a contract', () => {
  test('both bring it at once, and it is kept once', async () => {
    const [first, second] = await meet(
      (checkpoint) => keep(feedId, [contract], { checkpoint }),
      () => keep(OTHER_FEED_ID, [contract]),
    );

    expect([first?.added, second?.added]).toEqual([1, 0]);
    expect(await db.contractSighting.count({ where: { contractId } })).toBe(2);
    expect(await db.auditEvent.count({ where: { entityId: String(contractId) } })).toBe(1);
  });

  test('one tells at once with the other that it was accepted, and it stays so', async () => {
    await keep(feedId, [contract]);
    stage.later(MINUTE_MS);

    const [, older] = await meet(
      (checkpoint) => keep(feedId, [{ ...contract, status: 'finished' }], { checkpoint }),
      () => keep(OTHER_FEED_ID, [{ ...contract, title: 'as it was' }]),
    );
    expect(older?.changed).toBe(0);
    expect((await contractOf(stage, contractId)).status).toBe('finished');
  });

  test('the items that both have asked for are kept once', async () => {
    await keep(feedId, [contract]);
    const unitsOf = new Map([[contractId, 10_000]]);

    await keepVeldspar(stage, unitsOf);
    const { version } = await contractOf(stage, contractId);
    await keepVeldspar(stage, unitsOf);
    expect(await contractOf(stage, contractId)).toMatchObject({ version, itemsState: 'read' });
    expect(await db.contractItem.count({ where: { contractId } })).toBe(1);
  });

  test('it is gone when the one that showed it last shows it no more', async () => {
    await keep(feedId, [contract]);
    stage.later(MINUTE_MS);
    await keep(OTHER_FEED_ID, [contract]);
    stage.later(MINUTE_MS);

    await keep(feedId, []);
    expect(await goneAt(stage, contractId)).toBeNull();
    await keep(OTHER_FEED_ID, []);
    expect(await goneAt(stage, contractId)).not.toBeNull();
    stage.later(MINUTE_MS);
    // And not again with every list.
    expect(await keep(OTHER_FEED_ID, [])).toMatchObject({ gone: 0 });
  });

  test('it is gone though the other showed it last, when nobody reads that one any more', async () => {
    await keep(feedId, [contract]);
    stage.later(MINUTE_MS);
    await keep(OTHER_FEED_ID, [contract]);
    stage.later(MINUTE_MS);

    await db.contractFeed.update({ where: { id: OTHER_FEED_ID }, data: { isActive: false } });
    await keep(feedId, []);
    expect(await goneAt(stage, contractId)).not.toBeNull();
  });
});

describe('a contract that is paid', () => {
  test('has nothing new for us but its status, however often EVE says else', async () => {
    const { code } = await stage.quote({ accountId });
    const paidId = await stage.contract(code);
    await stage.poll();
    await stage.act(paidId, 'accept', TRADER_ID);
    await stage.poll();
    expect(await stage.state(code)).toBe('completed');
    const paid = fromContractRow(await contractOf(stage, paidId));

    stage.later(MINUTE_MS);
    expect(await keep(feedId, [{ ...paid, acceptorId: 1 }])).toMatchObject({ changed: 0 });
    stage.later(MINUTE_MS);
    expect(await keep(feedId, [{ ...paid, status: 'reversed' }])).toMatchObject({ changed: 1 });
    expect(await contractOf(stage, paidId)).toMatchObject({ status: 'reversed', verdict: 'valid' });
  });
});

describe('a quote in two contracts', () => {
  test('is not paid by one whose verdict is out of date, when the other is matched', async () => {
    const { id, code } = await stage.quote({ accountId });
    const firstId = await stage.contract(code);
    const secondId = await stage.contract(code);
    await stage.poll();
    expect(await stage.verdict(firstId)).toBe('valid');
    const [first, second] = [
      fromContractRow(await contractOf(stage, firstId)),
      fromContractRow(await contractOf(stage, secondId)),
    ];

    stage.later(MINUTE_MS);
    await keep(feedId, [{ ...first, status: 'finished', price: 1_000_000_000n }, second]);
    await matchAndSettle(stage.container, secondId);
    expect(await settlementsOf(stage, id)).toEqual([]);
    await matchAndSettle(stage.container, firstId);
    expect(await stage.verdict(firstId)).toBe('suspicious');
    expect(await settlementsOf(stage, id)).toEqual([]);
  });
});

type Checkpoint = typeof stage.container.checkpoint;

function keep(
  id: string,
  contracts: readonly MatchContract[],
  {
    startedAt = stage.now(),
    checkpoint = stage.container.checkpoint,
  }: { startedAt?: Date; checkpoint?: Checkpoint } = {},
) {
  return storeWalk(
    { ...stage.container, checkpoint },
    {
      feedId: id,
      startedAt,
      servedIds: new Set(contracts.map((each) => each.contractId)),
      unreadableIds: [],
      contracts,
      nextPollAt: startedAt,
    },
  );
}

/** The second begins when all of the first is written, and the first ends when the second waits for it. */
async function meet<A, B>(
  first: (checkpoint: Checkpoint) => Promise<A>,
  second: () => Promise<B>,
): Promise<[A, B]> {
  const written = createGate();
  const meeting = createGate();
  const firstEnd = first(async (name) => {
    if (name !== 'walk stored') return;
    written.open();
    await meeting.opened;
  });
  await Promise.race([written.opened, firstEnd]);
  const secondEnd = second();
  await expect.poll(countWaiting).toBe(1);
  meeting.open();
  return Promise.all([firstEnd, secondEnd]);
}

function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

async function countWaiting(): Promise<number> {
  const { rows } = await stage.container.pool.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
}
