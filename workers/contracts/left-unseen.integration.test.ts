/** Who may deliver a quote changes between an acceptance and the poll that tells of it. */
import { afterEach, expect, test } from 'vitest';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { claimGuestQuotes } from '#lib/features/quotes/claim-guest-quotes.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { expectInvariants, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;

const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, accept, look, verdicts, paid } = game;

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
  await look();
  await maintainContracts(stage.container, NEVER);

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

  await look();
  await maintainContracts(stage.container, NEVER);
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
  const { claimHash } = await quoteOf(stage, id);
  if (!claimHash) throw new Error('No guest');
  await claimGuestQuotes(stage.container, { accountId, claimHash }, stage.now());
  stage.later(70_000);
  await maintainContracts(stage.container, NEVER);
  expect(await verdicts(friends, own)).toEqual(['valid', 'fix-needed']);

  await look();
  expect(await verdicts(friends, own)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('afterwards all that must hold does', async () => {
  await expectInvariants(stage, { isEveHere: false });
});
