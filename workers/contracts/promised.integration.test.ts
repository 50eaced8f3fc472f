/** What was accepted on our word is paid, whatever has become of the rest by the time EVE tells. */
import { afterEach, expect, test } from 'vitest';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { claimGuestQuotes } from '#lib/features/quotes/claim-guest-quotes.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { expectInvariants, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

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
  await look();

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

test('afterwards all that must hold does', async () => {
  await expectInvariants(stage, { isEveHere: false });
});

/** As the guest's browser does, whose pilot has an account here. */
async function signIn(quoteId: string): Promise<void> {
  const { claimHash } = await quoteOf(stage, quoteId);
  if (!claimHash) throw new Error('No guest');
  await claimGuestQuotes(stage.container, { accountId, claimHash }, stage.now());
}
