/** Two workers, each a process with connections of its own, at the same contracts at the same moment. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { storeItems } from '#lib/features/contracts/store-items.ts';
import { storeWalk } from '#lib/features/contracts/store-walk.ts';
import { transact } from '#lib/server/transact.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import {
  createStage,
  JITA_ID,
  PILOT_ID,
  type Stage,
  TRADER_CORPORATION_ID,
  TRADER_ID,
  VELDSPAR_ID,
} from '#workers/testing/stage.ts';
import { type Racers, startRacers } from '#workers/testing/start-racers.ts';

const NEVER = new AbortController().signal;
const ROUNDS = process.env.LONG_RUN === '1' ? 200 : 50;
const PLAIN = 7;
const CONTRACTS_A_ROUND = PLAIN + 3;
/** In the other rounds contracts are first seen when they are accepted already. */
const SEEN_FIRST_EVERY = 5;
const FIRST_ID = 800_000_000;

let stage: Stage;
let racers: Racers;
let accountId: string;
let feedId: string;

beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(PILOT_ID);
  feedId = (await stage.container.db.contractFeed.findFirstOrThrow()).id;
  racers = await startRacers(stage, 2);
}, 180_000);
afterAll(async () => {
  await racers[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

test(
  `of two workers exactly one settles each of ${ROUNDS * CONTRACTS_A_ROUND} contracts`,
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) await runRound(round);

    const { rows } = await stage.container.pool.query(`
      select state::text, count(distinct quote.id)::int as quotes, count(settlement.id)::int as settlements
      from quote left join settlement on settlement.quote_id = quote.id
      group by state order by state`);
    // Each plain one and each of those in two contracts is paid once. A contract that names two quotes
    // is nobody's.
    expect(rows).toEqual([
      { state: 'completed', quotes: ROUNDS * (PLAIN + 1), settlements: ROUNDS * (PLAIN + 1) },
      { state: 'open', quotes: ROUNDS * 2, settlements: 0 },
    ]);
    await expectInvariants(stage, { isEveHere: false });
  },
  // A busy machine takes many times what an idle one does.
  ROUNDS * 12_000,
);

/** Seven quotes in a contract each, one quote in two contracts, and two quotes in one contract. */
async function runRound(round: number): Promise<void> {
  const quotes = await Promise.all(
    Array.from({ length: PLAIN + 3 }, () => stage.quote({ accountId })),
  );
  const codes = quotes.map(({ code }) => code);
  const [doubled = '', oneOfTwo = '', otherOfTwo = ''] = codes.slice(PLAIN);
  const titles = [...codes.slice(0, PLAIN), doubled, doubled, `${oneOfTwo} ${otherOfTwo}`];
  const contracts = titles.map((title, i) => contractOf(round * CONTRACTS_A_ROUND + i, title));
  const ids = contracts.map(({ contractId }) => contractId);
  const orders = [ids, round % 2 === 0 ? ids : ids.toReversed()];

  const accepted = contracts.map((contract) => ({
    ...contract,
    status: 'finished',
    acceptorId: TRADER_ID,
    dateCompleted: stage.now(),
  }));

  const isSeenFirst = round % SEEN_FIRST_EVERY === 0;
  await keepList(isSeenFirst ? contracts : accepted);
  await keepItems(ids);
  await racers.race(orders);
  // EVE's next list, with all of them accepted, comes while the workers are at it again.
  if (isSeenFirst) await racers.race(orders, () => keepList(accepted));
  await matchPending(stage.container, NEVER);
}

function contractOf(index: number, title: string): MatchContract {
  const now = stage.now();
  return {
    contractId: FIRST_ID + index,
    type: 'item_exchange',
    status: 'outstanding',
    availability: 'personal',
    issuerId: PILOT_ID,
    issuerCorporationId: 9_100_000_000_002,
    assigneeId: TRADER_CORPORATION_ID,
    acceptorId: 0,
    forCorporation: false,
    title,
    price: 100_000_000n,
    reward: 0n,
    volumeM3: 1_000,
    startLocationId: JITA_ID,
    dateIssued: now,
    dateExpired: new Date(now.getTime() + 14 * 86_400_000),
  };
}

async function keepList(contracts: readonly MatchContract[]): Promise<void> {
  const now = stage.now();
  const stored = await storeWalk(stage.container, {
    feedId,
    startedAt: now,
    servedIds: new Set(contracts.map(({ contractId }) => contractId)),
    unreadableIds: [],
    contracts,
    nextPollAt: now,
  });
  expect(stored).not.toBeNull();
}

async function keepItems(contractIds: readonly number[]): Promise<void> {
  const item = { typeId: VELDSPAR_ID, quantity: 10_000, isIncluded: true, isSingleton: false };
  await transact(stage.container, async (tx) => {
    for (const id of contractIds) {
      await storeItems(tx, id, [{ ...item, recordId: id }], stage.now());
    }
  });
}
