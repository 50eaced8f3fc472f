/** A contract that counted on our word and does no more: whoever was judged beside it is judged again. */
import { afterEach, expect, test } from 'vitest';
import { Game } from '#workers/testing/game.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { SCAMMER_ID } from '#workers/testing/stage.ts';

const FIFTH_ID = 9_000_000_000_005;
const { stage, accountId } = await setStage();
const game = new Game(stage);
const { offer, remove, look, settle, verdicts } = game;

afterEach(async () => {
  game.listed = [];
  await look();
});

/** Parts of 4 and 6 were right; the 4 was made anew, and the 6 is gone now. Two of 5 have waited meanwhile. */
async function endInParts(code: string, issuerId?: number) {
  const by = issuerId === undefined ? {} : { issuerId };
  const first = offer(code, { units: 4_000, ...by });
  const second = offer(code, { units: 6_000, ...by });
  await settle();
  const halves = [offer(code, { units: 5_000, ...by }), offer(code, { units: 5_000, ...by })];
  await settle();
  remove(first);
  const anew = offer(code, { units: 4_000, ...by });
  await settle();
  expect(await verdicts(second, anew)).toEqual(['valid', 'valid']);
  remove(second);
  return { anew, halves };
}

test('parts that make up the quote without it are right', async () => {
  const { code } = await stage.quote({ accountId });
  const { anew, halves } = await endInParts(code);
  await settle();
  await settle();
  expect(await verdicts(...halves, anew)).toEqual(['valid', 'valid', 'fix-needed']);
  expect(await stage.state(code)).toBe('contracted');
});

test('of parts and a whole one delivery is right', async () => {
  const { code } = await stage.quote({ accountId });
  const { halves } = await endInParts(code);
  const whole = offer(code, { units: 10_000 });
  for (let lists = 0; lists < 4; lists += 1) await settle();
  expect(await verdicts(...halves, whole)).toEqual(['valid', 'valid', 'fix-needed']);
});

test('readers of a guest’s code block nobody by it', async () => {
  const { code } = await stage.quote({ accountId: null });
  await endInParts(code, FIFTH_ID);
  offer(code, { units: 10_000, issuerId: SCAMMER_ID });
  for (let lists = 0; lists < 4; lists += 1) await settle();
  expect(await stage.state(code)).toBe('contracted');
});
