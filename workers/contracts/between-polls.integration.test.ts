/** What was accepted on our word is paid: random lives of quotes between one poll and the next. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { expectInvariants, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, PILOT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

vi.setConfig({ testTimeout: process.env.LONG_RUN ? 3_600_000 : 180_000 });

const NEVER = new AbortController().signal;

const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, accept, remove, look, verdicts, paid, signInGuest } = game;

const anyStep = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('offer' as const),
      parts: fc.constantFrom<number[]>(
        [10_000],
        [4_000, 6_000],
        [1, 9_999],
        [5_000, 5_000],
        [6_000],
        [1],
      ),
      issuerId: fc.constantFrom<number>(PILOT_ID, PILOT_ID, SCAMMER_ID, ALT_ID),
      minutes: fc.constantFrom(5, 20_000, 20_000),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('accept' as const), at: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'sign in' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'wait' as const }) },
);
/** What people do between one poll and the next. */
const anyInterval = fc.array(anyStep, { minLength: 1, maxLength: 4 });

test('whatever people do between two polls', async () => {
  let acceptedInAll = 0;
  const runs = process.env.LONG_RUN ? 1_000 : 25;
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(anyInterval, { minLength: 3, maxLength: 6 }),
      async (isGuests, intervals) => {
        const life = await beginLife(isGuests);
        for (const interval of intervals) {
          for (const step of interval) await life[step.kind](step);
          await life.look();
        }
        acceptedInAll += life.accepted.length;
      },
    ),
    { numRuns: runs, endOnFailure: !process.env.LONG_RUN },
  );
  expect(acceptedInAll).toBeGreaterThan(0);
});

type Step = { kind?: string; parts?: number[]; issuerId?: number; minutes?: number; at?: number };

/** A quote, and what its trader and pilots may do. */
async function beginLife(isGuests: boolean) {
  game.listed = [];
  const { id, code } = await stage.quote(isGuests ? {} : { accountId });
  const accepted: MatchContract[] = [];
  /** What the trader is told to be right. */
  let told: MatchContract[] = [];
  const choose = (contracts: readonly MatchContract[], at = 0) => {
    const chosen = contracts[at % (contracts.length || 1)];
    told = told.filter((each) => each.contractId !== chosen?.contractId);
    stage.later(10_000);
    return chosen;
  };
  return {
    accepted,
    offer({ parts = [], issuerId = PILOT_ID, minutes = 0 }: Step) {
      const dateExpired = new Date(stage.now().getTime() + minutes * 60_000);
      for (const units of parts) offer(code, { units, issuerId, dateExpired });
    },
    accept({ at }: Step) {
      const chosen = choose(
        told.filter(({ dateExpired }) => dateExpired > stage.now()),
        at,
      );
      if (!chosen) return;
      accept(chosen);
      accepted.push(chosen);
    },
    remove({ at }: Step) {
      const waiting = game.listed.filter(({ status }) => status === 'outstanding');
      const chosen = choose(waiting, at);
      if (chosen) remove(chosen);
    },
    async 'sign in'() {
      const { claimHash } = await quoteOf(stage, id);
      if (claimHash) await signInGuest(id, accountId);
    },
    async wait() {
      stage.later(200_000);
      await maintainContracts(stage.container, NEVER);
    },
    async look() {
      await look();
      await maintainContracts(stage.container, NEVER);
      const waiting = game.listed.filter(({ status }) => status === 'outstanding');
      const now = await verdicts(...waiting);
      told = waiting.filter((_, i) => now[i] === 'valid');
      expect(await verdicts(...accepted)).toEqual(accepted.map(() => 'valid'));
      const prices = accepted.map(({ price = 0n }) => price);
      expect((await paid(id)).toSorted()).toEqual(prices.toSorted());
      expect(prices.reduce((sum, price) => sum + price, 0n)).toBeLessThanOrEqual(PRICE);
    },
  };
}

test('afterwards all that must hold does', async () => {
  await expectInvariants(stage, { isEveHere: false });
});
