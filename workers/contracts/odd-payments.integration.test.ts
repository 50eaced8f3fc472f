/** What is right, paid and odd: the check of the database has nothing to say of it. */
import { afterEach, expect, test } from 'vitest';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { Game, PRICE } from '#workers/testing/game.ts';
import { keepWalk } from '#workers/testing/keep-served.ts';
import { expectInvariants, findingCodes } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';

const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, accept, remove, look, verdicts, paid } = game;

afterEach(async () => {
  await expectInvariants(stage, { isEveHere: false });
});

test('a description with tags or entities in the code', async () => {
  const titles = await Promise.all(
    [
      (code: string) => `${code.slice(0, 3)}<b>${code.slice(3, 7)}</b>-${code.slice(7)}`,
      (code: string) => `${code.slice(0, 5)}<br>${code.slice(5)}`,
      (code: string) => `${code.slice(0, 5)}<a<br>b>${code.slice(5)}`,
      (code: string) => code.replace('-', '&#45;'),
      (code: string) => code.replace('-', '&ndash;'),
      (code: string) => `ore & ice, ${code}; <color=0xff00ff00>`,
    ].map(async (write) => write((await stage.quote({ accountId })).code)),
  );
  const offers = titles.map((title) => offer(title, { units: 10_000 }));
  await look();
  offers.forEach(accept);
  await look();

  expect(await verdicts(...offers)).toEqual(titles.map(() => 'valid'));
});

test('a part for nothing, where all of the quote is within the tolerance', async () => {
  const { id, code } = await stage.quote({ accountId, units: 100, unitPriceIsk: '0.01' });
  const parts = [offer(code, { units: 50, price: 0n }), offer(code, { units: 50, price: 100n })];
  await look();
  parts.forEach(accept);
  await look();

  expect(await verdicts(...parts)).toEqual(['valid', 'valid']);
  expect(await paid(id)).toEqual([50n]);
  expect(await stage.state(code)).toBe('completed');
});

test('parts at exactly their quoted prices, where the total was cut to whole ISK', async () => {
  const { id, code } = await stage.quote({ accountId, units: 9_999, unitPriceIsk: '13.37' });
  const parts = [
    offer(code, { units: 9_990, price: 13_356_630n }),
    offer(code, { units: 9, price: 12_033n }),
  ];
  await look();
  parts.forEach(accept);
  await look();

  expect(await verdicts(...parts)).toEqual(['valid', 'valid']);
  expect(await paid(id)).toEqual([13_356_567n, 12_032n]);
  expect(await stage.state(code)).toBe('completed');
});

test('a part that is a gift, and is told so', async () => {
  const { id, code } = await stage.quote({ accountId });
  const parts = [offer(code, { units: 6_000, price: 57_000_000n }), offer(code, { units: 4_000 })];
  await look();
  expect(await findingCodes(stage, parts[0]?.contractId ?? 0)).toContain('price-gift');
  parts.forEach(accept);
  await look();

  expect(await verdicts(...parts)).toEqual(['valid', 'valid']);
  expect(await paid(id)).toEqual([57_000_000n, 40_000_000n]);
  expect(await stage.state(code)).toBe('completed');
});

test('a status that EVE has shown once, and nobody knows', async () => {
  const { id, code } = await stage.quote({ accountId });
  const whole = offer(code, { units: 10_000 });
  const as = (status: string) => {
    game.listed = game.listed.map((each) =>
      each.contractId === whole.contractId ? { ...each, status } : each,
    );
  };
  await look();
  as('paused');
  await look();
  expect(await verdicts(whole)).toEqual(['fix-needed']);
  as('outstanding');
  await look();
  expect(await verdicts(whole)).toEqual(['valid']);
  accept(whole);
  await look();
  expect(await paid(id)).toEqual([PRICE]);
});

test('one accepted while its status cannot be told is paid, and none takes its place', async () => {
  const { id, code } = await stage.quote({ accountId });
  const [first, second] = [offer(code, { units: 10_000 }), offer(code, { units: 10_000 })];
  await look();
  const known = game.listed;
  game.listed = known.map((each) =>
    each.contractId === first.contractId ? { ...each, status: 'paused' } : each,
  );
  stage.later(1_000);
  await keepWalk(stage, game.listed);
  game.listed = known;
  stage.later(5_000);
  accept(first);
  stage.later(5_000);
  await matchPending(stage.container, new AbortController().signal);
  expect(await verdicts(first, second)).toEqual(['fix-needed', 'fix-needed']);

  await look();
  expect(await verdicts(first, second)).toEqual(['valid', 'fix-needed']);
  expect(await paid(id)).toEqual([PRICE]);
});

test('a part accepted though we said that it is wrong, when EVE leaves out all times', async () => {
  const { id, code } = await stage.quote({ accountId });
  const [first, second] = [offer(code, { units: 4_000 }), offer(code, { units: 6_000 })];
  await look();
  remove(second);
  await look();
  const whole = offer(code, { units: 10_000 });
  await look();
  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
  const finish = ({ contractId }: MatchContract) => {
    game.listed = game.listed.map((each) =>
      each.contractId === contractId ? { ...each, status: 'finished' } : each,
    );
  };
  finish(first);
  await look();
  finish(whole);
  await look();

  expect(await verdicts(first, whole)).toEqual(['fix-needed', 'valid']);
  expect(await paid(id)).toEqual([PRICE]);
});
