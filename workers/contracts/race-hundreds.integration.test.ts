/** Two workers, each a process with connections of its own, at the same contracts at the same moment. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { keepVeldspar, keepWalk, servedContract } from '#workers/testing/keep-served.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import { createStage, PILOT_ID, type Stage, TRADER_ID } from '#workers/testing/stage.ts';
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

beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(PILOT_ID);
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
  const contracts = titles.map((title, i) =>
    servedContract(stage, { contractId: FIRST_ID + round * CONTRACTS_A_ROUND + i, title }),
  );
  const ids = contracts.map(({ contractId }) => contractId);
  const orders = [ids, round % 2 === 0 ? ids : ids.toReversed()];

  const accepted = contracts.map((contract) => ({
    ...contract,
    status: 'finished',
    acceptorId: TRADER_ID,
    dateCompleted: stage.now(),
  }));

  const isSeenFirst = round % SEEN_FIRST_EVERY === 0;
  await keepWalk(stage, isSeenFirst ? contracts : accepted);
  await keepVeldspar(stage, new Map(ids.map((id) => [id, 10_000])));
  await racers.race(orders);
  // EVE's next list, with all of them accepted, comes while the workers are at it again.
  if (isSeenFirst) await racers.race(orders, () => keepWalk(stage, accepted));
  await matchPending(stage.container, NEVER);
}
