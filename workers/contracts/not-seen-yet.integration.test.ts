/** Time and people change between an acceptance and the poll that tells of it. */
import { afterEach, expect, test } from 'vitest';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { keepWalk } from '#workers/testing/keep-served.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;

const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, accept, look, settle, verdicts, paid, signInGuest } = game;

afterEach(async () => {
  game.listed = [];
  await look();
});

test('the alt who leaves keeps its contract’s place until EVE shows whether it was accepted', async () => {
  await stage.signIn(ALT_ID, accountId);
  const { id, code } = await stage.quote({ accountId });
  const alts = offer(code, { units: 10_000, issuerId: ALT_ID });
  const own = offer(code, { units: 10_000 });
  await look();
  accept(alts);
  stage.later(70_000);
  await unlinkCharacter(stage.container, { accountId }, ALT_ID);
  stage.later(70_000);
  await maintainContracts(stage.container, NEVER);
  expect(await verdicts(alts, own)).toEqual(['valid', 'fix-needed']);

  await look();
  expect(await verdicts(alts, own)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('… and loses it when EVE shows that nobody has', async () => {
  await stage.signIn(ALT_ID, accountId);
  const { code } = await stage.quote({ accountId });
  const alts = offer(code, { units: 10_000, issuerId: ALT_ID });
  const own = offer(code, { units: 10_000 });
  await look();
  stage.later(70_000);
  await unlinkCharacter(stage.container, { accountId }, ALT_ID);
  await maintainContracts(stage.container, NEVER);
  for (let lists = 0; lists < 2; lists += 1) {
    await settle();
  }

  expect(await verdicts(alts, own)).toEqual(['fix-needed', 'valid']);
});

test('nor does a part lose its sibling by that', async () => {
  await stage.signIn(ALT_ID, accountId);
  const { id, code } = await stage.quote({ accountId });
  const first = offer(code, { units: 4_000 });
  const alts = offer(code, { units: 6_000, issuerId: ALT_ID });
  const whole = offer(code, { units: 10_000 });
  await look();
  accept(first);
  stage.later(70_000);
  await unlinkCharacter(stage.container, { accountId }, ALT_ID);
  stage.later(70_000);
  await maintainContracts(stage.container, NEVER);
  expect(await verdicts(first, alts, whole)).toEqual(['valid', 'valid', 'fix-needed']);

  await settle();
  expect(await verdicts(first, alts, whole)).toEqual(['valid', 'fix-needed', 'fix-needed']);
  expect(await paid(id)).toEqual([(PRICE * 4n) / 10n]);
});

test('the guest who signs in leaves a contract its place until EVE shows whether it was accepted', async () => {
  const { id, code } = await stage.quote();
  const friends = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  const own = offer(code, { units: 10_000 });
  await look();
  accept(friends);
  stage.later(70_000);
  await signInGuest(id, accountId);
  stage.later(70_000);
  await maintainContracts(stage.container, NEVER);
  expect(await verdicts(friends, own)).toEqual(['valid', 'fix-needed']);

  await look();
  expect(await verdicts(friends, own)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([PRICE]);
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

  await settle();
  expect(await verdicts(first, second)).toEqual(['fix-needed', 'valid']);
});

test('one that nobody accepted holds no place once EVE shows so', async () => {
  const { code } = await stage.quote();
  const dateExpired = new Date(stage.now().getTime() + 60_000);
  const first = offer(code, { units: 10_000, issuerId: SCAMMER_ID, dateExpired });
  const second = offer(code, { units: 10_000, issuerId: ALT_ID });
  await look();
  stage.later(120_000);
  await settle();
  await look();

  expect(await verdicts(first, second)).toEqual(['fix-needed', 'valid']);
});

test('afterwards all that must hold does', async () => {
  await expectInvariants(stage, { isEveHere: false });
});
