/**
 * Contracts as if EVE had served them, many at once, without asking it.
 *
 * @module
 */
import { expect } from 'vitest';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { storeItemsOfMany } from '#lib/features/contracts/store-items.ts';
import { storeWalk } from '#lib/features/contracts/store-walk.ts';
import { transact } from '#lib/server/transact.ts';
import { JITA_ID, PILOT_ID, type Stage, TRADER_CORPORATION_ID, VELDSPAR_ID } from './stage.ts';

const DAY_MS = 86_400_000;

/** A waiting contract, right for a quote of the stage but for what is given. */
export function servedContract(
  stage: Stage,
  changes: Partial<MatchContract> & Pick<MatchContract, 'contractId' | 'title'>,
): MatchContract {
  const now = stage.now();
  return {
    type: 'item_exchange',
    status: 'outstanding',
    availability: 'personal',
    issuerId: PILOT_ID,
    issuerCorporationId: 9_100_000_000_002,
    assigneeId: TRADER_CORPORATION_ID,
    acceptorId: 0,
    forCorporation: false,
    price: 100_000_000n,
    reward: 0n,
    volumeM3: 1_000,
    startLocationId: JITA_ID,
    dateIssued: now,
    dateExpired: new Date(now.getTime() + 14 * DAY_MS),
    ...changes,
  };
}

/**
 * A complete walk of the stage's first feed.
 *
 * @param unreadableIds Of contracts that were served, and could not be read.
 */
export async function keepWalk(
  stage: Stage,
  contracts: readonly MatchContract[],
  unreadableIds: readonly number[] = [],
): Promise<void> {
  const now = stage.now();
  const feed = await stage.container.db.contractFeed.findFirstOrThrow();
  const stored = await storeWalk(stage.container, {
    feedId: feed.id,
    startedAt: now,
    servedIds: new Set([...contracts.map(({ contractId }) => contractId), ...unreadableIds]),
    unreadableIds,
    contracts,
    nextPollAt: now,
  });
  expect(stored).not.toBeNull();
}

/** Units of Veldspar by contract. */
export async function keepVeldspar(
  stage: Stage,
  unitsOf: ReadonlyMap<number, number>,
): Promise<void> {
  const item = { typeId: VELDSPAR_ID, isIncluded: true, isSingleton: false };
  const itemsOf = new Map(
    [...unitsOf].map(([id, quantity]) => [id, [{ ...item, recordId: id, quantity }]]),
  );
  await transact(stage.container, (tx) => storeItemsOfMany(tx, itemsOf, stage.now()));
}
