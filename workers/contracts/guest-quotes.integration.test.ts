/** Whose a guest's quote is, while contracts for it come and go. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { unlinkCharacter } from '#lib/features/accounts/unlink-character.ts';
import { maintainContracts } from '#lib/features/contracts/maintain.ts';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { claimGuestQuotes } from '#lib/features/quotes/claim-guest-quotes.ts';
import { roleFor } from '#lib/features/quotes/looker.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { keepVeldspar, keepWalk, servedContract } from '#workers/testing/keep-served.ts';
import { expectInvariants, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, PILOT_ID, SCAMMER_ID, TRADER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;

const { stage, accountId } = await setStage();
/** Another one of the rival's. */
const OTHER_ID = 9_000_000_000_005;
/** Of a browser for each test. */
let claimHash = new Uint8Array(32);
const rivalId = await stage.signIn(ALT_ID);
const game = new Game(stage);
let nextId = 800_000_000;

test('a contract that is taken back gives the quote back to its guest', async () => {
  const { id, rivals } = await claimedByRival();
  expect(await lookOf(id)).toEqual({ accountId: rivalId, state: 'contracted', role: 'owner' });

  await keepWalk(stage, []);
  await matchPending(stage.container, NEVER);
  expect(await lookOf(id)).toEqual({ accountId: null, state: 'open', role: 'owner' });

  // The guest's own pilot, who is known here, too.
  const own = await offer(rivals.title ?? '', PILOT_ID);
  expect(await stage.verdict(own.contractId)).toBe('valid');
  expect(await lookOf(id)).toMatchObject({ accountId, state: 'contracted' });
});

test('a contract that was paid keeps what it has claimed', async () => {
  const { id, rivals } = await claimedByRival();
  const paid = { status: 'finished', acceptorId: TRADER_ID, dateCompleted: stage.now() };
  await keepWalk(stage, [{ ...rivals, ...paid }]);
  await matchPending(stage.container, NEVER);
  expect(await lookOf(id)).toMatchObject({ accountId: rivalId, state: 'completed' });

  expect(await signIn()).toBe(0);
  expect(await lookOf(id)).toMatchObject({ accountId: rivalId, state: 'completed' });
});

test('the guest who signs in takes the quote back, and the contract is a stranger’s', async () => {
  const { id, rivals } = await claimedByRival();
  expect(await signIn()).toBe(1);
  await maintainContracts(stage.container, NEVER);
  // It may have been accepted since EVE was asked last.
  expect(await lookOf(id)).toEqual({ accountId, state: 'contracted', role: 'public' });

  // And so it may since the next list, of which we tell afterwards.
  for (const state of ['contracted', 'open']) {
    stage.later(1);
    await keepWalk(stage, [rivals]);
    await maintainContracts(stage.container, NEVER);
    expect(await lookOf(id)).toEqual({ accountId, state, role: 'public' });
  }
  expect(await stage.verdict(rivals.contractId)).toBe('fix-needed');
  await keepWalk(stage, []);
});

test('whoever makes another while others wait comes after them, also whose account has the quote', async () => {
  const { code, id } = await guestQuote();
  const first = game.offer(code, { units: 10_000, issuerId: ALT_ID });
  await game.settle();
  const waiting = game.offer(code, { units: 10_000 });
  await game.settle();
  expect(await game.verdicts(first, waiting)).toEqual(['valid', 'fix-needed']);
  expect(await lookOf(id)).toMatchObject({ accountId: rivalId });

  game.remove(first);
  const another = game.offer(code, { units: 10_000, issuerId: ALT_ID });
  await game.settle();
  expect(await game.verdicts(another, waiting)).toEqual(['fix-needed', 'valid']);
  expect(await lookOf(id)).toMatchObject({ accountId, state: 'contracted' });
  game.accept(waiting);
  await game.settle();
  expect(await game.paid(id)).toEqual([PRICE]);
  game.listed = [];
});

test('… and so does whoever keeps a second one beside it', async () => {
  const { code, id } = await guestQuote();
  const first = game.offer(code, { units: 10_000, issuerId: ALT_ID });
  const waiting = game.offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  const spare = game.offer(code, { units: 10_000, issuerId: ALT_ID });
  await game.settle();
  game.remove(first);
  await game.settle();
  expect(await game.verdicts(waiting, spare)).toEqual(['valid', 'fix-needed']);
  expect(await lookOf(id)).toMatchObject({ accountId: null, state: 'contracted' });
  game.listed = [];
});

test('whoever swaps a part of an offer comes after a whole that was complete before', async () => {
  const { code } = await guestQuote();
  const anchor = game.offer(code, { units: 1, issuerId: ALT_ID });
  let rest = game.offer(code, { units: 9_999, issuerId: ALT_ID });
  await game.settle();
  const whole = game.offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  await game.settle();
  expect(await game.verdicts(anchor, rest, whole)).toEqual(['valid', 'valid', 'fix-needed']);
  for (let lists = 0; lists < 3; lists += 1) {
    game.remove(rest);
    rest = game.offer(code, { units: 9_999, issuerId: ALT_ID });
    await game.settle();
  }
  expect(await game.verdicts(anchor, rest, whole)).toEqual(['fix-needed', 'fix-needed', 'valid']);
  game.listed = [];
});

test('whoever is paid has the quote, though another account had it until the same list', async () => {
  const { code, id } = await guestQuote();
  const first = game.offer(code, { units: 10_000, issuerId: ALT_ID });
  const second = game.offer(code, { units: 10_000 });
  await game.settle();
  expect(await lookOf(id)).toMatchObject({ accountId: rivalId });
  game.remove(first);
  game.accept(second);
  await game.settle();
  expect(await game.paid(id)).toEqual([PRICE]);
  expect(await lookOf(id)).toMatchObject({ accountId, state: 'completed' });
  expect(await signIn()).toBe(0);
  game.listed = [];
});

test('a character that leaves its account takes the guest’s quote with it', async () => {
  const { code, id } = await guestQuote();
  const offered = game.offer(code, { units: 10_000, issuerId: ALT_ID });
  await game.settle();
  expect(await lookOf(id)).toMatchObject({ accountId: rivalId });
  await stage.signIn(OTHER_ID, rivalId);
  await unlinkCharacter(stage.container, { accountId: rivalId }, ALT_ID);
  await game.settle();
  expect(await lookOf(id)).toMatchObject({ accountId: null, state: 'contracted' });
  expect(await game.verdicts(offered)).toEqual(['valid']);

  await stage.signIn(ALT_ID, accountId);
  stage.later(70_000);
  game.accept(offered);
  await game.settle();
  expect(await game.paid(id)).toEqual([PRICE]);
  expect(await lookOf(id)).toMatchObject({ accountId, state: 'completed' });
  game.listed = [];
});

test('a contract that nobody here has made claims nothing', async () => {
  const { id, code } = await guestQuote();
  await offer(code, SCAMMER_ID);
  expect(await lookOf(id)).toEqual({ accountId: null, state: 'contracted', role: 'owner' });
  await keepWalk(stage, []);
});

test('afterwards all that must hold does', async () => {
  await expectInvariants(stage, { isEveHere: false });
});

async function guestQuote() {
  claimHash = new Uint8Array(randomBytes(32));
  return stage.quote({ claimHash });
}

async function claimedByRival() {
  const { id, code } = await guestQuote();
  const rivals = await offer(code, ALT_ID);
  return { id, code, rivals };
}

/** All that EVE has is this contract, which is right. */
async function offer(title: string, issuerId: number) {
  nextId += 1;
  stage.later(1);
  const contract = servedContract(stage, { contractId: nextId, title, issuerId });
  await keepWalk(stage, [contract]);
  await keepVeldspar(stage, new Map([[contract.contractId, 10_000]]));
  await matchPending(stage.container, NEVER);
  return contract;
}

/** As the guest's browser does, whose pilot has an account here. */
function signIn(): Promise<number> {
  return claimGuestQuotes(stage.container, { accountId, claimHash }, stage.now());
}

async function lookOf(id: string) {
  const quote = await quoteOf(stage, id);
  const role = roleFor({ viewer: null, claimHash }, { ...quote, issues: [] });
  return { accountId: quote.accountId, state: quote.state, role };
}
