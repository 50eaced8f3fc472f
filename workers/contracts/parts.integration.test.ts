/** A quote that is delivered in parts, while trader and pilots do what they like. */
import { afterEach, expect, test } from 'vitest';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { contractOf, expectInvariants, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const OTHER_ALT_ID = 9_000_000_000_005;
const DAY_MS = 86_400_000;

const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, accept, remove, look, verdicts, paid, signInGuest } = game;

afterEach(async () => {
  game.listed = [];
  await look();
});

test('a part at the price of nearly all is not right, nor is the rest for nearly nothing', async () => {
  const { code } = await stage.quote({ accountId });
  const dear = offer(code, { units: 1, price: 99_900_000n });
  const cheap = offer(code, { units: 9_999, price: 100_000n });
  await look();

  expect(await verdicts(dear, cheap)).toEqual(['fix-needed', 'fix-needed']);
  expect(await stage.state(code)).toBe('open');
});

test('a part that was accepted before the other one was deleted is paid, and the rest may come', async () => {
  const { id, code } = await stage.quote({ accountId });
  const [first, second] = [offer(code, { units: 4_000 }), offer(code, { units: 6_000 })];
  await look();
  accept(first);
  remove(second);
  await look();

  expect(await verdicts(first)).toEqual(['valid']);
  expect(await paid(id)).toEqual([40_000_000n]);
  expect(await stage.state(code)).toBe('partly-completed');

  const rest = offer(code, { units: 6_000 });
  await look();
  expect(await verdicts(first, rest)).toEqual(['valid', 'valid']);
  accept(rest);
  await look();
  expect(await paid(id)).toEqual([40_000_000n, 60_000_000n]);
  expect(await stage.state(code)).toBe('completed');
});

test('when a part is paid nobody else’s whole contract is right', async () => {
  const { id, code } = await stage.quote();
  const own = [4_000, 6_000].map((units) => offer(code, { units, issuerId: ALT_ID }));
  await look();
  const [first, second] = own;
  if (!first || !second) throw new Error('No parts');
  accept(first);
  await look();
  const whole = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  await look();

  expect(await verdicts(first, second, whole)).toEqual(['valid', 'valid', 'fix-needed']);
  expect(await paid(id)).toEqual([40_000_000n]);
});

test('a complete delivery in parts is not beaten by a later whole one', async () => {
  const { code } = await stage.quote();
  const own = [4_000, 6_000].map((units) => offer(code, { units, issuerId: ALT_ID }));
  await look();
  const whole = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  await look();

  expect(await verdicts(...own, whole)).toEqual(['valid', 'valid', 'fix-needed']);
});

test('what is paid stays right, whatever EVE says of it later', async () => {
  const { id, code } = await stage.quote({ accountId });
  const whole = offer(code, { units: 10_000 });
  await look();
  accept(whole);
  await look();
  for (const change of [
    { status: 'reversed', price: 1n, title: '' },
    { status: 'deleted' },
    { status: 'finished_early', assigneeId: 5, startLocationId: 5, type: 'courier' },
  ]) {
    game.listed = game.listed.map((each) => ({ ...each, ...change }));
    await look();

    expect(await contractOf(stage, whole.contractId)).toMatchObject({
      status: change.status,
      price: PRICE,
      title: code,
      verdict: 'valid',
      needsMatch: false,
    });
    expect(await stage.state(code)).toBe('completed');
    await expectInvariants(stage, { isEveHere: false });
  }
  const again = offer(code, { units: 10_000 });
  await look();
  expect(await verdicts(again)).toEqual(['fix-needed']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('who was paid for a part keeps a guest’s quote when its window ends', async () => {
  const { id, code } = await stage.quote();
  const parts = [4_000, 6_000].map((units) => offer(code, { units }));
  await look();
  const [first, second] = parts;
  if (!first || !second) throw new Error('No parts');
  accept(first);
  await look();
  remove(second);
  stage.later(20 * DAY_MS);
  await look();
  await maintainContracts(stage.container, NEVER);

  expect(await quoteOf(stage, id)).toMatchObject({ accountId, state: 'expired' });
});

test('a right contract that was deleted claims nothing from the one who delivers', async () => {
  const rivalId = await stage.signIn(ALT_ID);
  const { id, code } = await stage.quote();
  const deleted = offer(code, { units: 10_000, issuerId: ALT_ID });
  await look();
  expect(await quoteOf(stage, id)).toMatchObject({ accountId: rivalId });
  remove(deleted);
  await look();
  const guests = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  await look();
  const { version } = await quoteOf(stage, id);
  for (let poll = 0; poll < 3; poll += 1) await look();

  expect(await verdicts(guests)).toEqual(['valid']);
  expect(await quoteOf(stage, id)).toMatchObject({ accountId: null, state: 'contracted', version });
  accept(guests);
  await look();
  expect(await stage.state(code)).toBe('completed');
});

test('what was accepted before the guest signed in is paid', async () => {
  const { id, code } = await stage.quote();
  const others = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  await look();
  accept(others);
  stage.later(1_000);
  await signInGuest(id, accountId);
  expect(await quoteOf(stage, id)).toMatchObject({ accountId, state: 'contracted' });
  await maintainContracts(stage.container, NEVER);
  await look();

  expect(await verdicts(others)).toEqual(['valid']);
  expect(await paid(id)).toEqual([PRICE]);
  expect(await quoteOf(stage, id)).toMatchObject({ accountId, state: 'completed' });
});

test('what was accepted by a clock ahead of ours before the guest signed in is paid', async () => {
  for (const time of ['ahead', 'untold']) {
    const { id, code } = await stage.quote();
    const others = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
    await look();
    accept(others);
    const dateCompleted = new Date(stage.now().getTime() + 20_000);
    game.listed = game.listed.map(({ dateCompleted: _, ...each }) =>
      time === 'ahead' ? { ...each, dateCompleted } : each,
    );
    await signInGuest(id, accountId);
    await look();

    expect(await paid(id)).toEqual([PRICE]);
    game.listed = [];
    await look();
  }
});

test('a part of the pilot’s alt does not spoil a delivery, before or after it claims the quote', async () => {
  expect(await stage.signIn(OTHER_ALT_ID, accountId)).toBe(accountId);
  const { id, code } = await stage.quote();
  offer(code, { units: 1, issuerId: OTHER_ALT_ID });
  const parts = [4_000, 6_000].map((units) => offer(code, { units }));
  await look();
  const { version } = await quoteOf(stage, id);
  for (let poll = 0; poll < 3; poll += 1) await look();

  expect(await verdicts(...parts)).toEqual(['valid', 'valid']);
  expect(await quoteOf(stage, id)).toMatchObject({ accountId, state: 'contracted', version });
});

test('what a character has sold before it left the account is paid', async () => {
  const { id, code } = await stage.quote({ accountId });
  const alts = offer(code, { units: 10_000, issuerId: OTHER_ALT_ID });
  await look();
  expect(await verdicts(alts)).toEqual(['valid']);
  accept(alts);
  stage.later(1_000);
  expect(await unlinkCharacter(stage.container, { accountId }, OTHER_ALT_ID)).toEqual({ ok: true });
  await look();

  expect(await verdicts(alts)).toEqual(['valid']);
  expect(await paid(id)).toEqual([PRICE]);
  expect(await stage.state(code)).toBe('completed');

  const again = await stage.quote({ accountId });
  const late = offer(again.code, { units: 10_000, issuerId: OTHER_ALT_ID });
  stage.later(120_000);
  accept(late);
  await look();
  expect(await verdicts(late)).toEqual(['fix-needed']);
});

test('whose contract has paid a guest’s quote keeps it, though the character is unlinked', async () => {
  await stage.signIn(OTHER_ALT_ID, accountId);
  const { id, code } = await stage.quote();
  const alts = offer(code, { units: 10_000, issuerId: OTHER_ALT_ID });
  await look();
  accept(alts);
  await look();
  await unlinkCharacter(stage.container, { accountId }, OTHER_ALT_ID);
  offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  await look();
  await maintainContracts(stage.container, NEVER);
  await look();

  expect(await quoteOf(stage, id)).toMatchObject({ accountId, state: 'completed' });
});

test('a part above its price within the tolerance does not end the quote', async () => {
  const { pool } = stage.container;
  await pool.query('update program set tolerance_bp = 100');
  const { id, code } = await stage.quote({ accountId });
  await pool.query('update program set tolerance_bp = 0');
  const most = offer(code, { units: 9_950, price: PRICE });
  const rest = offer(code, { units: 50 });
  await look();
  accept(most);
  await look();
  expect(await verdicts(most, rest)).toEqual(['valid', 'valid']);
  expect(await stage.state(code)).toBe('partly-completed');

  accept(rest);
  await look();
  expect(await paid(id)).toEqual([99_500_000n, 500_000n]);
  expect(await stage.state(code)).toBe('completed');
});

test('the guest who signs in leaves the rest to whom a part was paid', async () => {
  const { id, code } = await stage.quote();
  const [first, second] = [4_000, 6_000].map((units) =>
    offer(code, { units, issuerId: SCAMMER_ID }),
  );
  if (!first || !second) throw new Error('No parts');
  await look();
  accept(first);
  await look();
  await signInGuest(id, accountId);
  await maintainContracts(stage.container, NEVER);
  await look();

  expect(await verdicts(first, second)).toEqual(['valid', 'valid']);
  accept(second);
  await look();
  expect(await paid(id)).toEqual([40_000_000n, 60_000_000n]);
  expect(await quoteOf(stage, id)).toMatchObject({ accountId, state: 'completed' });
});

test('a wrong part that is accepted first takes nothing from the right ones', async () => {
  const { id, code } = await stage.quote({ accountId });
  const [first, second] = [offer(code, { units: 4_000 }), offer(code, { units: 6_000 })];
  const wrong = offer(code, { units: 5_000 });
  await look();
  for (const part of [wrong, first, second]) {
    stage.later(1_000);
    accept(part);
  }
  await look();

  expect(await verdicts(wrong, first, second)).toEqual(['fix-needed', 'valid', 'valid']);
  expect(await paid(id)).toEqual([40_000_000n, 60_000_000n]);
});

test('a guest’s quote is not kept by who has delivered nothing of it', async () => {
  const rivalId = await stage.signIn(ALT_ID);
  const { id, code } = await stage.quote();
  const guests = offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  const unseen = game.listed;
  accept(guests);
  const accepted = game.listed;
  game.listed = unseen.filter(({ contractId }) => contractId !== guests.contractId);
  offer(code, { units: 10_000, issuerId: ALT_ID });
  await look();
  expect(await quoteOf(stage, id)).toMatchObject({ accountId: rivalId });

  game.listed = [...game.listed, ...accepted];
  // The rival’s was told to be right until now: it may have been accepted, too.
  await look();
  expect(await verdicts(guests)).toEqual(['fix-needed']);
  await look();
  await maintainContracts(stage.container, NEVER);
  expect(await verdicts(guests)).toEqual(['valid']);
  expect(await quoteOf(stage, id)).toMatchObject({ accountId: null, state: 'completed' });
});

test('afterwards all that must hold does', async () => {
  await expectInvariants(stage, { isEveHere: false });
});
