/** A list so long that it is kept in several transactions. */
import { describe, expect, test } from 'vitest';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { keepWalk } from '#lib/features/contracts/keep-walk.ts';
import { storeWalk, type Walk } from '#lib/features/contracts/store-walk.ts';
import { servedContract } from '#workers/testing/keep-served.ts';
import { goneAt } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';

/** Three transactions, of which the last one keeps a single contract. */
const COUNT = 8_001;
const FIRST_ID = 700_000_000;
const MINUTE_MS = 60_000;

const { stage } = await setStage();
/** Nothing of ours: their items are not asked for. */
const contracts = Array.from({ length: COUNT }, (_, i) =>
  servedContract(stage, { contractId: FIRST_ID + i, title: '', assigneeId: 1 }),
);

async function walkOf(list: readonly MatchContract[], startedAt = stage.now()): Promise<Walk> {
  const { id: feedId } = await stage.container.db.contractFeed.findFirstOrThrow();
  return {
    feedId,
    startedAt,
    servedIds: new Set(list.map(({ contractId }) => contractId)),
    unreadableIds: [],
    contracts: list,
    nextPollAt: startedAt,
  };
}

describe('a walk of three parts', () => {
  test('of which one holds a contract that is refused keeps all others, each once', async () => {
    const refusedId = FIRST_ID + 4_000;
    await stage.container.pool.query(`
      create function refuse_one() returns trigger language plpgsql as $$
        begin raise exception 'not this one'; end $$;
      create trigger refuse before insert on contract
        for each row when (new.id = ${refusedId}) execute function refuse_one()`);
    // Served in any order.
    const walk = await walkOf(contracts.toReversed());

    expect(await keepWalk(stage.container, walk)).toMatchObject({ changed: 0, gone: 0 });
    expect(await countKept()).toEqual({
      contracts: COUNT - 1,
      sightings: COUNT - 1,
      seen: COUNT - 1,
    });
    const feed = await stage.container.db.contractFeed.findFirstOrThrow();
    expect(feed).toMatchObject({ walks: 1, unreadableIds: [BigInt(refusedId)] });

    await stage.container.pool.query('drop trigger refuse on contract');
    stage.later(MINUTE_MS);
    expect(await storeWalk(stage.container, await walkOf(contracts))).toEqual({
      added: 1,
      changed: 0,
      gone: 0,
    });
    expect(await countKept()).toEqual({ contracts: COUNT, sightings: COUNT, seen: COUNT });
  });

  test('tells what has changed in any of them, and what is gone from any', async () => {
    stage.later(MINUTE_MS);
    const changed = contracts.map((contract, i) =>
      i % 4_000 === 1 ? { ...contract, title: 'else' } : contract,
    );
    // But for the first of the first part, and the only one of the last.
    const rest = changed.slice(1, -1);

    expect(await storeWalk(stage.container, await walkOf(rest))).toEqual({
      added: 0,
      changed: 2,
      gone: 2,
    });
    expect(await goneAt(stage, FIRST_ID)).not.toBeNull();
    expect(await goneAt(stage, FIRST_ID + COUNT - 1)).not.toBeNull();
  });

  test('that is older than what was kept meanwhile changes nothing', async () => {
    const before = stage.now();
    stage.later(MINUTE_MS);
    await storeWalk(stage.container, await walkOf(contracts));
    const counts = await countKept();
    const old = contracts.map((contract) => ({ ...contract, title: 'old' }));

    expect(await storeWalk(stage.container, await walkOf(old, before))).toBeNull();
    expect(await countKept()).toEqual(counts);
    expect(await stage.container.db.contract.count({ where: { title: 'old' } })).toBe(0);
  });
});

async function countKept() {
  const { db } = stage.container;
  const [contractCount, sightings, seen] = await Promise.all([
    db.contract.count(),
    db.contractSighting.count(),
    db.auditEvent.count({ where: { entity: 'contract', action: 'seen' } }),
  ]);
  return { contracts: contractCount, sightings, seen };
}
