/** What was really sent, quoted anew at the quote's own prices, beside pilots and workers who do not wait. */
import { afterEach, expect, test } from 'vitest';
import { getContractView } from '#lib/features/contracts/get-contract-view.ts';
import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { matchTogether } from '#lib/features/contracts/match-together.ts';
import { rematchQuote } from '#lib/features/contracts/rematch.ts';
import { getQuoteView } from '#lib/features/quotes/get-quote-view.ts';
import type { Looker } from '#lib/features/quotes/looker.ts';
import { requote } from '#lib/features/quotes/requote.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { contractOf, expectInvariants, findingCodes, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { PILOT_ID, SCAMMER_ID } from '#workers/testing/stage.ts';

const DAY_MS = 86_400_000;

const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, accept, look, verdicts, paid } = game;

afterEach(async () => {
  await expectInvariants(stage, { isEveHere: false });
  game.listed = [];
  await look();
});

const PILOT = lookerOf(accountId, 'member');
const STRANGER = lookerOf('01920000-0000-7000-8000-000000000001', 'member');

test('the trader takes more than was quoted: the contract that is up is right, and is paid', async () => {
  const { id, code } = await stage.quote({ accountId });
  const sent = offer(code, { units: 12_000 });
  await look();
  expect(await verdicts(sent)).toEqual(['fix-needed']);

  expect(await askFor(code, sent.contractId, PILOT)).toMatchObject({ reason: 'more-than-quoted' });
  const made = await askFor(code, sent.contractId, await trader());
  if (!made.ok) throw new Error(made.sentence);
  const anew = await newQuoteOf(id);
  expect(anew).toMatchObject({ total: 120_000_000n, state: 'contracted', accountId });
  expect(await quoteOf(stage, id)).toMatchObject({ state: 'cancelled', replacedById: anew.id });
  expect(await verdicts(sent)).toEqual(['valid']);
  expect(await findingCodes(stage, sent.contractId)).toContain('title-former-code');

  accept(sent);
  await look();
  expect(await paid(anew.id)).toEqual([120_000_000n]);
  expect(await stage.state(anew.code)).toBe('completed');
});

test('a pilot who sent less at the price of all makes the contract again, under either code', async () => {
  const { id, code } = await stage.quote({ accountId });
  const dear = offer(code, { units: 9_000, price: PRICE });
  await look();
  const made = await askFor(code, dear.contractId, PILOT);
  if (!made.ok) throw new Error(made.sentence);
  const anew = await newQuoteOf(id);
  expect(anew.total).toBe(90_000_000n);
  expect(await verdicts(dear)).toEqual(['fix-needed']);
  expect((await quoteOf(stage, anew.id)).state).toBe('open');

  game.remove(dear);
  const again = offer(code, { units: 9_000 });
  await look();
  expect(await verdicts(again)).toEqual(['valid']);
  accept(again);
  await look();
  expect(await paid(anew.id)).toEqual([90_000_000n]);
  expect(await stage.state(anew.code)).toBe('completed');
});

test('asking twice at once gives one quote', async () => {
  const { id, code } = await stage.quote({ accountId });
  const sent = offer(code, { units: 9_000, price: PRICE });
  await look();
  const asked = await Promise.all(
    [PILOT, PILOT, await trader()].map((looker) => askFor(code, sent.contractId, looker)),
  );
  const anew = await newQuoteOf(id);
  for (const each of asked) {
    expect(each).toMatchObject({ ok: true, formerQuoteId: id });
    expect(each.ok && each.shownCode.replace(/-(?=[^-]*$)/, '')).toBe(anew.code);
  }
});

test('what is matched at the same moment ends at the new quote', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { id, code } = await stage.quote({ accountId });
    const sent = offer(code, { units: 12_000 });
    await look();
    const late = offer(code, { units: 11_000 });
    const looker = await trader();
    await Promise.all([
      look(),
      askFor(code, sent.contractId, looker),
      matchAndSettle(stage.container, sent.contractId),
      matchTogether(stage.container, [sent.contractId], { onlyMarked: true }),
    ]);
    await look();
    const anew = await newQuoteOf(id);
    const quoteIds = await Promise.all(
      [sent, late].map(async ({ contractId }) => (await contractOf(stage, contractId)).quoteId),
    );
    expect(quoteIds).toEqual([anew.id, anew.id]);
    expect(await verdicts(sent, late)).toEqual(['valid', 'fix-needed']);
    game.listed = [];
    await look();
  }
});

test('it may be quoted anew again, and every code before means the last', async () => {
  const { id, code } = await stage.quote({ accountId });
  const first = offer(code, { units: 9_000, price: PRICE });
  await look();
  await askFor(code, first.contractId, PILOT);
  const second = await newQuoteOf(id);
  const less = offer(second.code, { units: 8_000, price: PRICE });
  game.remove(first);
  await look();
  await askFor(second.code, less.contractId, PILOT);
  const third = await newQuoteOf(second.id);
  game.remove(less);
  const named = offer(`${code} ${second.code} ${third.code}`, { units: 8_000 });
  await look();
  expect(await verdicts(named)).toEqual(['valid']);
  expect(await view(third.code)).toMatchObject({ replaces: shown(second.code), replacedBy: null });
  expect(await view(second.code)).toMatchObject({
    canRequote: 'no',
    replacedBy: shown(third.code),
  });
});

test('nobody else may, nor for what is settled, over, run out or as quoted', async () => {
  const { code } = await stage.quote({ accountId });
  const right = offer(code, { units: 10_000 });
  await look();
  expect(await askFor(code, right.contractId, PILOT)).toMatchObject({ reason: 'not-open' });
  game.remove(right);
  const sent = offer(code, { units: 9_000, price: PRICE, issuerId: PILOT_ID });
  await look();
  expect(await askFor(code, sent.contractId, STRANGER)).toMatchObject({ reason: 'not-yours' });
  expect(await askFor(code, sent.contractId, lookerOf(accountId, 'viewer'))).toMatchObject({
    reason: 'not-yours',
  });
  expect(await askFor('AT-00000000', sent.contractId, PILOT)).toMatchObject({
    reason: 'no-such-quote',
  });
  stage.later(20 * DAY_MS);
  expect(await askFor(code, sent.contractId, PILOT)).toMatchObject({ reason: 'ran-out' });
});

test('a guest’s stays the guest’s, who may deliver by anyone', async () => {
  const { id, code } = await stage.quote();
  const sent = offer(code, { units: 9_000, price: PRICE, issuerId: SCAMMER_ID });
  await look();
  const { claimHash } = await quoteOf(stage, id);
  expect(await askFor(code, sent.contractId, { viewer: null, claimHash })).toMatchObject({
    ok: true,
  });
  const anew = await newQuoteOf(id);
  expect(anew).toMatchObject({ accountId: null, claimHash });
  await game.signInGuest(anew.id, accountId);
  expect(await newQuoteOf(id)).toMatchObject({ accountId });
});

async function askFor(code: string, contractId: number, looker: Looker) {
  const contract = await getContractView(stage.container, contractId);
  const sent = contract?.items ?? [];
  const outcome = await requote(stage.container, { code, sent }, looker, stage.now());
  if (outcome.ok) await rematchQuote(stage.container, outcome.formerQuoteId);
  return outcome;
}

async function newQuoteOf(id: string) {
  const { replacedById } = await quoteOf(stage, id);
  if (!replacedById) throw new Error('Not replaced');
  return quoteOf(stage, replacedById);
}

async function view(code: string) {
  return (await getQuoteView(stage.container, code, PILOT))?.view;
}

function shown(code: string): string {
  return code.replace(/(....)$/, '-$1');
}

async function trader(): Promise<Looker> {
  const { id } = await stage.container.db.account.findFirstOrThrow({ where: { role: 'owner' } });
  return lookerOf(id, 'owner');
}

function lookerOf(id: string, role: NonNullable<Looker['viewer']>['role']): Looker {
  return { viewer: { accountId: id, role, characters: [] }, claimHash: null };
}
