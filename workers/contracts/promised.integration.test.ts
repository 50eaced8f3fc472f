/** What was accepted on our word is paid, whatever has become of the rest by the time EVE tells. */
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { claimGuestQuotes } from '#lib/features/quotes/claim-guest-quotes.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { keepWalk } from '#workers/testing/keep-served.ts';
import { expectInvariants, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, PILOT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

vi.setConfig({ testTimeout: process.env.LONG_RUN ? 3_600_000 : 180_000 });

const NEVER = new AbortController().signal;
const FORMER_ID = 9_000_000_000_005;
const PART = PRICE / 10_000n;

const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, accept, remove, look, verdicts, paid } = game;

afterEach(async () => {
  game.listed = [];
  await look();
});

test('a part, though its sibling is deleted and another offers all of it', async () => {
  const { id, code } = await stage.quote({ accountId });
  const [first, second] = [offer(code, { units: 4_000 }), offer(code, { units: 6_000 })];
  const whole = offer(code, { units: 10_000 });
  await look();
  expect(await verdicts(first, second, whole)).toEqual(['valid', 'valid', 'fix-needed']);
  accept(first);
  remove(second);
  await look();

  expect(await verdicts(first, whole)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([4_000n * PART]);
});

test('the right ones, though a rival’s part was accepted before them by mistake', async () => {
  const { id, code } = await stage.quote();
  const own = [4_000, 6_000].map((units) => offer(code, { units, issuerId: SCAMMER_ID }));
  const rivals = [1, 9_999].map((units) => offer(code, { units, issuerId: ALT_ID }));
  await look();
  expect(await verdicts(...own, ...rivals)).toEqual(['valid', 'valid', 'fix-needed', 'fix-needed']);
  for (const part of [...rivals.slice(0, 1), ...own]) {
    stage.later(1_000);
    accept(part);
  }
  await look();

  expect(await verdicts(...own, ...rivals)).toEqual(['valid', 'valid', 'fix-needed', 'fix-needed']);
  expect(await paid(id)).toEqual([4_000n * PART, 6_000n * PART]);
});

test('the first of two wholes, though the other one was accepted before it by mistake', async () => {
  const { id, code } = await stage.quote();
  const own = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  const rivals = offer(code, { units: 10_000, issuerId: ALT_ID });
  await look();
  accept(rivals);
  stage.later(5_000);
  accept(own);
  await look();

  expect(await verdicts(own, rivals)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('a whole by who has left the account that signs in before the poll', async () => {
  await stage.signIn(FORMER_ID, accountId);
  await unlinkCharacter(stage.container, { accountId }, FORMER_ID);
  stage.later(3_600_000);
  const { id, code } = await stage.quote();
  const whole = offer(code, { units: 10_000, issuerId: FORMER_ID });
  await look();
  accept(whole);
  stage.later(120_000);
  await signIn(id);
  await look();

  expect(await verdicts(whole)).toEqual(['valid']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('a whole whose pilot’s character is sold before the poll, to whoever had it then', async () => {
  await stage.signIn(FORMER_ID, accountId);
  const { id, code } = await stage.quote();
  const whole = offer(code, { units: 10_000, issuerId: FORMER_ID });
  await look();
  accept(whole);
  stage.later(90_000);
  await unlinkCharacter(stage.container, { accountId }, FORMER_ID);
  const buyersId = await stage.signIn(FORMER_ID);
  await maintainContracts(stage.container, NEVER);
  await look();
  await maintainContracts(stage.container, NEVER);

  expect(buyersId).not.toBe(accountId);
  expect(await quoteOf(stage, id)).toMatchObject({ accountId, state: 'completed' });
});

test('a part before its guest signs in, and its pilot delivers the rest', async () => {
  const { id, code } = await stage.quote();
  const parts = [4_000, 6_000].map((units) => offer(code, { units, issuerId: SCAMMER_ID }));
  const [first, second] = parts;
  if (!first || !second) throw new Error('No parts');
  await look();
  accept(first);
  stage.later(120_000);
  await signIn(id);
  await maintainContracts(stage.container, NEVER);
  await look();
  expect(await paid(id)).toEqual([4_000n * PART]);
  expect(await verdicts(...parts)).toEqual(['valid', 'valid']);
  expect(await quoteOf(stage, id)).toMatchObject({ accountId });

  accept(second);
  await look();
  expect(await paid(id)).toEqual([4_000n * PART, 6_000n * PART]);
});

test('who was told to be right keeps the place from one whose items come late', async () => {
  const { code } = await stage.quote();
  const late = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  const told = offer(code, { units: 10_000, issuerId: ALT_ID });
  game.listed = [told];
  await look();
  game.listed = [late, told];
  await look();

  expect(await verdicts(late, told)).toEqual(['fix-needed', 'valid']);
});

test('what was accepted after we said that it is wrong is not', async () => {
  const { id, code } = await stage.quote({ accountId });
  const [first, second] = [offer(code, { units: 4_000 }), offer(code, { units: 6_000 })];
  await look();
  remove(second);
  const whole = offer(code, { units: 10_000 });
  await look();
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
  stage.later(120_000);
  accept(first);
  await look();

  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
  expect(await paid(id)).toEqual([]);
});

test('one that was accepted in its last minute, though its time is up before the poll', async () => {
  const { id, code } = await stage.quote();
  const dateExpired = new Date(stage.now().getTime() + 60_000);
  const first = offer(code, { units: 10_000, issuerId: SCAMMER_ID, dateExpired });
  const second = offer(code, { units: 10_000, issuerId: ALT_ID });
  await look();
  accept(first);
  stage.later(120_000);
  await maintainContracts(stage.container, NEVER);
  expect(await stage.state(code)).toBe('contracted');
  expect(await verdicts(first, second)).toEqual(['valid', 'fix-needed']);

  await look();
  expect(await paid(id)).toEqual([PRICE]);
  expect(await verdicts(first, second)).toEqual(['valid', 'fix-needed']);
});

test('one that ran out keeps its place while the list’s entry for it cannot be read', async () => {
  const { code } = await stage.quote();
  const dateExpired = new Date(stage.now().getTime() + 60_000);
  const first = offer(code, { units: 10_000, issuerId: SCAMMER_ID, dateExpired });
  const second = offer(code, { units: 10_000, issuerId: ALT_ID });
  await look();
  stage.later(120_000);
  const readable = game.listed.filter((each) => each.contractId !== first.contractId);
  await keepWalk(stage, readable, [first.contractId]);
  await maintainContracts(stage.container, NEVER);
  expect(await verdicts(first, second)).toEqual(['valid', 'fix-needed']);

  await look();
  await maintainContracts(stage.container, NEVER);
  expect(await verdicts(first, second)).toEqual(['fix-needed', 'valid']);
});

test('one that nobody accepted holds no place once EVE shows so', async () => {
  const { code } = await stage.quote();
  const dateExpired = new Date(stage.now().getTime() + 60_000);
  const first = offer(code, { units: 10_000, issuerId: SCAMMER_ID, dateExpired });
  const second = offer(code, { units: 10_000, issuerId: ALT_ID });
  await look();
  stage.later(120_000);
  await look();
  await maintainContracts(stage.container, NEVER);
  await look();

  expect(await verdicts(first, second)).toEqual(['fix-needed', 'valid']);
});

test('what is accepted at once after we said that it is wrong takes nothing from the right one', async () => {
  const { id, code } = await stage.quote({ accountId });
  const [first, second] = [offer(code, { units: 4_000 }), offer(code, { units: 6_000 })];
  const whole = offer(code, { units: 10_000 });
  await look();
  remove(second);
  await look();
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
  stage.later(30_000);
  accept(first);
  stage.later(20_000);
  accept(whole);
  await look();

  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('nor does who was paid for a part and left the account since deliver the rest', async () => {
  await stage.signIn(ALT_ID, accountId);
  const { code } = await stage.quote({ accountId });
  const parts = [4_000, 6_000].map((units) => offer(code, { units, issuerId: ALT_ID }));
  const [first, second] = parts;
  if (!first || !second) throw new Error('No parts');
  await look();
  accept(first);
  remove(second);
  await look();
  await unlinkCharacter(stage.container, { accountId }, ALT_ID);
  stage.later(86_400_000);
  const rest = offer(code, { units: 6_000, issuerId: ALT_ID });
  const own = offer(code, { units: 6_000 });
  await look();

  expect(await verdicts(first, rest, own)).toEqual(['valid', 'fix-needed', 'valid']);
});

test('a stranger who was paid a part spoils no delivery of the account that has the quote since', async () => {
  const { id, code } = await stage.quote();
  const paidPart = offer(code, { units: 4_000, issuerId: SCAMMER_ID });
  const gone = offer(code, { units: 6_000, issuerId: SCAMMER_ID });
  await look();
  accept(paidPart);
  remove(gone);
  await look();
  await stage.signIn(ALT_ID, accountId);
  await signIn(id);
  const spoiler = offer(code, { units: 1, issuerId: SCAMMER_ID });
  const own = [offer(code, { units: 3_000 }), offer(code, { units: 3_000, issuerId: ALT_ID })];
  await look();

  expect(await verdicts(paidPart, spoiler, ...own)).toEqual([
    'valid',
    'fix-needed',
    'valid',
    'valid',
  ]);
  await unlinkCharacter(stage.container, { accountId }, ALT_ID);
});

test('verdicts follow one another, also when another worker’s clock was ahead', async () => {
  const { code } = await stage.quote({ accountId });
  const first = offer(code, { units: 4_000 });
  const ahead = () => new Date(stage.now().getTime() + 20_000);
  await look({ ...stage.container, clock: ahead });
  const second = offer(code, { units: 6_000 });
  await look();

  expect(await verdicts(first, second)).toEqual(['valid', 'valid']);
  await expectInvariants(stage, { isEveHere: false });
});

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
  expect(acceptedInAll).toBeGreaterThan(runs / 4);
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
      if (claimHash) await signIn(id);
    },
    async wait() {
      stage.later(200_000);
      await maintainContracts(stage.container, NEVER);
    },
    async look() {
      await look();
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

/** As the guest's browser does, whose pilot has an account here. */
async function signIn(quoteId: string): Promise<void> {
  const { claimHash } = await quoteOf(stage, quoteId);
  if (!claimHash) throw new Error('No guest');
  await claimGuestQuotes(stage.container, { accountId, claimHash }, stage.now());
}
