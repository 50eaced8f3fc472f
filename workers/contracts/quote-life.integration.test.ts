/** The model of a quote's life, held against the worker on a real database. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  type Deal,
  lifeCommands,
  type QuoteSystem,
  startLife,
} from '#lib/core/quote/testing/life-model.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { rematchQuote } from '#lib/features/contracts/rematch.ts';
import { cancelQuote } from '#lib/features/quotes/cancel-quote.ts';
import { fromRowState } from '#lib/features/quotes/quote-state.ts';
import { keepVeldspar, keepWalk, servedContract } from '#workers/testing/keep-served.ts';
import { expectInvariants, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { PILOT_ID, SCAMMER_ID, TRADER_ID } from '#workers/testing/stage.ts';

const isLong = process.env.LONG_RUN === '1';
vi.setConfig({ testTimeout: isLong ? 3_600_000 : 180_000 });

const NEVER = new AbortController().signal;
const HOUR_MS = 3_600_000;
const QUARTER = 25_000_000n;
const QUARTER_UNITS = 2_500;

const { stage, accountId } = await setStage();
let nextId = 600_000_000;

test('one life is paid, so that the trail of all of them holds something', async () => {
  const { make, end, read } = await createSystem();
  const deal: Deal = {
    id: 1,
    size: 4,
    isStrangers: false,
    issuedAtHours: 0,
    runsOutAtHours: 48,
    fate: 'waiting',
    endedAtHours: Number.POSITIVE_INFINITY,
  };
  await make(deal);
  Object.assign(deal, { fate: 'accepted', endedAtHours: 0 });
  await end(deal);
  expect(await read()).toEqual({ state: 'completed', paid: 4 });
});

test('whatever pilot and trader do, the database holds what the table of states says', async () => {
  await fc.assert(
    fc.asyncProperty(lifeCommands(isLong ? 24 : 12), async (commands) => {
      const real = await createSystem();
      await fc.asyncModelRun(() => ({ model: startLife(), real }), commands);
    }),
    { numRuns: isLong ? 1_000 : 30, endOnFailure: !isLong },
  );
  await expectInvariants(stage, { isEveHere: false });
});

test.each([
  { until: 'while the window lasts', inTheWayHours: 24, hours: 26 },
  { until: 'when the window has ended, too', inTheWayHours: 72, hours: 74 },
])('an accepted part completes nothing before the other is right: $until', async (scene) => {
  const { make, end, wait, read } = await createSystem();
  const [first, ...others] = [
    { id: 1, size: 3, runsOutAtHours: 336 },
    { id: 2, size: 2, runsOutAtHours: scene.inTheWayHours },
    { id: 3, size: 1, runsOutAtHours: 336 },
    { id: 4, size: 2, runsOutAtHours: scene.inTheWayHours },
  ].map(
    (deal): Deal => ({
      ...deal,
      isStrangers: false,
      issuedAtHours: 0,
      fate: 'waiting',
      endedAtHours: Number.POSITIVE_INFINITY,
    }),
  );
  if (!first) throw new Error('There is a first one');
  await make(first);
  for (const deal of others) await make(deal);
  Object.assign(first, { fate: 'accepted', endedAtHours: 0 });
  await end(first);
  await wait(scene.hours);
  expect(await read()).toEqual({ state: 'partly-completed', paid: 3 });
});

async function createSystem(): Promise<QuoteSystem> {
  const { id } = await stage.quote({ accountId });
  const { code, createdAt } = await quoteOf(stage, id);
  const firstId = nextId;
  nextId += 100;
  const deals: Deal[] = [];
  let hours = 0;

  const at = (hour: number) => new Date(createdAt.getTime() + hour * HOUR_MS);
  const toContract = (deal: Deal) =>
    servedContract(stage, {
      contractId: firstId + deal.id,
      title: code,
      issuerId: deal.isStrangers ? SCAMMER_ID : PILOT_ID,
      price: QUARTER * BigInt(deal.size),
      dateIssued: at(deal.issuedAtHours),
      // The clock on stage runs while the test does, and is half an hour behind the model's.
      dateExpired: at(deal.runsOutAtHours - 1),
      ...(deal.fate === 'rejected' && { status: 'rejected' }),
      ...(deal.fate === 'accepted' && {
        status: 'finished',
        acceptorId: TRADER_ID,
        dateCompleted: at(deal.endedAtHours),
      }),
    });
  const bringOn = async () => {
    // Longer than clocks may differ: what was said before is not said any more.
    stage.later(61_000);
    await keepWalk(stage, deals.filter(({ fate }) => fate !== 'deleted').map(toContract));
    await keepVeldspar(
      stage,
      new Map(deals.map((deal) => [firstId + deal.id, deal.size * QUARTER_UNITS])),
    );
    await matchPending(stage.container, NEVER);
    await maintainContracts(stage.container, NEVER);
  };

  return {
    async make(deal) {
      deals.push(deal);
      await bringOn();
    },
    end: bringOn,
    async wait(more) {
      hours += more;
      stage.later(at(hours - 0.5).getTime() - stage.now().getTime());
      await bringOn();
    },
    async cancel() {
      const viewer = { accountId, role: 'member', characters: [] } as const;
      const looker = { viewer, claimHash: null };
      const outcome = await cancelQuote(stage.container, code, looker, stage.now());
      expect(outcome).toMatchObject({ ok: true });
      await rematchQuote(stage.container, id);
    },
    async read() {
      const quote = await stage.container.db.quote.findUniqueOrThrow({
        where: { id },
        include: { settlements: true },
      });
      const paid = quote.settlements.reduce((sum, { amount }) => sum + amount, 0n);
      return { state: fromRowState(quote.state), paid: Number(paid / QUARTER) };
    },
  };
}
