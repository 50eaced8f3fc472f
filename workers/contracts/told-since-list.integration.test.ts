/** What we said after EVE made its list counts until the next one: the room of that is nobody else's. */
import { afterEach, expect, test } from 'vitest';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { keepVeldspar, keepWalk } from '#workers/testing/keep-served.ts';
import { expectInvariants, findingCodes, goneAt } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;

const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, accept, remove, look, settle, verdicts, paid } = game;

afterEach(async () => {
  game.listed = [];
  await look();
});

test('a part that is accepted before we tell from the list that its sibling is gone', async () => {
  const { id, code, first, second, whole } = await beginInParts();
  remove(second);
  stage.later(1_000);
  await keepWalk(stage, game.listed);
  stage.later(30_000);
  accept(first);
  stage.later(30_000);
  await matchPending(stage.container, NEVER);
  await maintainContracts(stage.container, NEVER);
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'fix-needed']);
  expect(await findingCodes(stage, whole.contractId)).toContain('quote-not-free-yet');
  expect(await stage.state(code)).toBe('contracted');

  await settle();
  expect(await verdicts(first, whole)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([(PRICE * 4n) / 10n]);
});

test('… and one that nobody has accepted gives its room to another', async () => {
  const { first, second, whole } = await beginInParts();
  remove(second);
  await look();
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'fix-needed']);

  await settle();
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
});

test('… or delivers with a new sibling', async () => {
  const { id, code, first, second, whole } = await beginInParts();
  remove(second);
  await look();
  const third = offer(code, { units: 6_000 });
  stage.later(1_000);
  accept(first);
  await settle();
  expect(await verdicts(first, third, whole)).toEqual(['valid', 'valid', 'fix-needed']);
  expect(await paid(id)).toEqual([(PRICE * 4n) / 10n]);
});

test('… also when the worker that tells of it is 20 seconds behind the one that asked EVE', async () => {
  const { id, first, second, whole } = await beginInParts();
  stage.later(200_000);
  remove(second);
  await keepWalk(stage, game.listed);
  stage.later(3_000);
  accept(first);
  stage.later(2_000);
  const clock = () => new Date(stage.now().getTime() - 20_000);
  await matchPending({ ...stage.container, clock }, NEVER);
  await maintainContracts({ ...stage.container, clock }, NEVER);
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'fix-needed']);
  accept(whole);

  await settle();
  expect(await verdicts(first, whole)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([(PRICE * 4n) / 10n]);
});

test('the alt’s who has left, accepted before we tell from the list that it waits', async () => {
  await stage.signIn(ALT_ID, accountId);
  const { id, code } = await stage.quote({ accountId });
  const alts = offer(code, { units: 10_000, issuerId: ALT_ID });
  const own = offer(code, { units: 10_000 });
  await look();
  await unlinkCharacter(stage.container, { accountId }, ALT_ID);
  stage.later(70_000);
  await keepWalk(stage, game.listed);
  stage.later(30_000);
  accept(alts);
  stage.later(30_000);
  await maintainContracts(stage.container, NEVER);
  expect(await verdicts(alts, own)).toEqual(['fix-needed', 'fix-needed']);
  expect(await findingCodes(stage, own.contractId)).toContain('quote-not-free-yet');

  await settle();
  expect(await verdicts(alts, own)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('nor does one that was accepted by mistake take its place', async () => {
  const { id, first, second, whole } = await beginInParts();
  accept(whole);
  remove(second);
  stage.later(1_000);
  await keepWalk(stage, game.listed);
  stage.later(30_000);
  accept(first);
  stage.later(30_000);
  await matchPending(stage.container, NEVER);
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'fix-needed']);
  expect(await paid(id)).toEqual([]);

  await settle();
  expect(await verdicts(first, whole)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([(PRICE * 4n) / 10n]);
});

test('… unless the next list shows that nobody accepted what was right', async () => {
  const { id, first, second, whole } = await beginInParts();
  accept(whole);
  remove(second);
  for (let lists = 0; lists < 2; lists += 1) {
    await settle();
  }
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('a part that nobody has accepted leaves its quote open after the next list', async () => {
  const { code } = await stage.quote({ accountId });
  const [, second] = [offer(code, { units: 4_000 }), offer(code, { units: 6_000 })];
  await look();
  remove(second);
  await settle();
  expect(await stage.state(code)).toBe('contracted');

  await settle();
  expect(await stage.state(code)).toBe('open');
});

test('… also when its own time is up before that', async () => {
  const { code } = await stage.quote({ accountId });
  const dateExpired = new Date(stage.now().getTime() + 120_000);
  const [, second] = [offer(code, { units: 4_000, dateExpired }), offer(code, { units: 6_000 })];
  await look();
  remove(second);
  await look();
  stage.later(200_000);
  await maintainContracts(stage.container, NEVER);
  expect(await stage.state(code)).toBe('contracted');

  await settle();
  expect(await stage.state(code)).toBe('open');
});

test('a reader’s part that lost its sibling keeps the guest’s own contract waiting for one list', async () => {
  await stage.signIn(ALT_ID);
  const { code } = await stage.quote();
  const part = offer(code, { units: 1, issuerId: ALT_ID });
  const rest = offer(code, { units: 9_999, issuerId: ALT_ID });
  await look();
  const own = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  await look();
  expect(await verdicts(part, rest, own)).toEqual(['valid', 'valid', 'fix-needed']);
  remove(rest);
  await settle();
  const again = offer(code, { units: 9_999, issuerId: ALT_ID });
  await settle();
  expect(await verdicts(part, again, own)).toEqual(['fix-needed', 'fix-needed', 'valid']);
});

test('one accepted before its items were told waits for who was told to be right meanwhile', async () => {
  const { id, unread, whole, all } = await acceptUnread();
  expect(await verdicts(whole)).toEqual(['valid']);

  game.listed = all;
  await look();
  expect(await verdicts(unread, whole)).toEqual(['fix-needed', 'fix-needed']);
  await settle();
  expect(await verdicts(unread, whole)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([(PRICE * 6n) / 10n]);
});

test('… and takes nothing from that one, if it was accepted', async () => {
  const { id, unread, whole, all } = await acceptUnread();
  game.listed = all;
  stage.later(1_000);
  await keepWalk(stage, game.listed);
  await keepVeldspar(stage, new Map([[unread.contractId, 6_000]]));
  stage.later(30_000);
  accept(whole);
  stage.later(30_000);
  await matchPending(stage.container, NEVER);
  await settle();
  expect(await verdicts(unread, whole)).toEqual(['fix-needed', 'valid']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('what spoils parts that were right a moment ago leaves nobody waiting for good', async () => {
  await stage.signIn(ALT_ID, accountId);
  const { code } = await stage.quote();
  const first = offer(code, { units: 5_000, issuerId: ALT_ID });
  const spare = offer(code, { units: 1, issuerId: ALT_ID });
  const second = offer(code, { units: 5_000, issuerId: ALT_ID });
  const all = game.listed;
  game.listed = [first, second];
  await look();
  expect(await verdicts(first, second)).toEqual(['valid', 'valid']);
  game.listed = all;
  const own = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  await look();
  await unlinkCharacter(stage.container, { accountId }, ALT_ID);
  for (let lists = 0; lists < 3; lists += 1) {
    stage.later(70_000);
    await settle();
  }
  expect(await verdicts(first, spare, second, own)).toContain('valid');
  expect(await findingCodes(stage, own.contractId)).not.toContain('quote-not-free-yet');
});

test('a contract of a status that nobody knows is gone when no list shows it', async () => {
  const { code } = await stage.quote({ accountId });
  const odd = offer(code, { units: 10_000 });
  await look();
  const whole = offer(code, { units: 10_000 });
  game.listed = game.listed.map((each) =>
    each.contractId === odd.contractId ? { ...each, status: 'paused' } : each,
  );
  await settle();
  remove(odd);
  for (let lists = 0; lists < 2; lists += 1) {
    stage.later(70_000);
    await settle();
  }
  expect(await goneAt(stage, odd.contractId)).not.toBeNull();
  expect(await verdicts(whole)).toEqual(['valid']);
});

test('afterwards all that must hold does', async () => {
  await expectInvariants(stage, { isEveHere: false });
});

/** Two parts that are right, and all of the quote beside them. */
async function beginInParts() {
  const { id, code } = await stage.quote({ accountId });
  const first = offer(code, { units: 4_000 });
  const second = offer(code, { units: 6_000 });
  const whole = offer(code, { units: 10_000 });
  await look();
  return { id, code, first, second, whole };
}

/** A part that is accepted before EVE has shown it, and all of the quote, which is right meanwhile. */
async function acceptUnread() {
  const { id, code } = await stage.quote({ accountId });
  const unread = offer(code, { units: 6_000 });
  accept(unread);
  stage.later(1_000);
  const whole = offer(code, { units: 10_000 });
  const all = game.listed;
  game.listed = [whole];
  await look();
  return { id, unread, whole, all };
}
