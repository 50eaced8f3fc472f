/** What was accepted on our word is paid, whatever has become of the rest by the time EVE tells. */
import { afterEach, expect, test } from 'vitest';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { expectInvariants, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const FORMER_ID = 9_000_000_000_005;
const PART = PRICE / 10_000n;

const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, accept, remove, look, settle, verdicts, paid, signInGuest } = game;

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
  await signInGuest(id, accountId);
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
  await settle();

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
  await signInGuest(id, accountId);
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
  await settle();
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
  stage.later(120_000);
  accept(first);
  await look();

  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
  expect(await paid(id)).toEqual([]);
});

test('what is accepted at once after we said that it is wrong takes nothing from the right one', async () => {
  const { id, code } = await stage.quote({ accountId });
  const [first, second] = [offer(code, { units: 4_000 }), offer(code, { units: 6_000 })];
  const whole = offer(code, { units: 10_000 });
  await look();
  remove(second);
  await look();
  await settle();
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
  await signInGuest(id, accountId);
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

test('afterwards all that must hold does', async () => {
  await expectInvariants(stage, { isEveHere: false });
});
