import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createMemoryBudgets } from './budgets/memory-budgets.ts';
import { characterContractItems, characterContracts, operation } from './index.ts';
import { createLimits } from './limits.ts';

const { signal } = new AbortController();
const items = (characterId: number) => characterContractItems({ characterId, contractId: 1 });

function pace(limit: number, windowMs: number, clock?: () => Date) {
  const budgets = createMemoryBudgets(clock ? { clock } : {});
  return createLimits({ budgets, pace: { limit, windowMs } });
}

test('wherever a call arrives between start and answer, no window sees too many', async () => {
  const calls: { startedMs: number; answeredMs: number }[] = [];
  const limits = pace(5, 100);
  await Promise.all(
    Array.from({ length: 14 }, async (_, index) => {
      const ticket = await limits.enter(items(7), signal);
      const startedMs = Date.now();
      await sleep((index % 3) * 10);
      calls.push({ startedMs, answeredMs: Date.now() });
      ticket.settle(null, null);
    }),
  );
  expect(calls).toHaveLength(14);
  // The worst case: all of them arrive as late as they can, this one as early as it can.
  for (const { startedMs } of calls) {
    const recent = calls.filter(
      (other) => other.startedMs <= startedMs && other.answeredMs > startedMs - 100,
    );
    expect(recent.length).toBeLessThanOrEqual(5);
  }
});

test('price histories are asked for five times a second at most, whoever asks', async () => {
  let nowMs = 0;
  const limits = createLimits({ budgets: createMemoryBudgets({ clock: () => new Date(nowMs) }) });
  const history = (typeId: number) =>
    operation('GET /markets/{region_id}/history', {
      path: { region_id: 10_000_002 },
      query: { type_id: typeId },
    });
  for (let typeId = 1; typeId <= 5; typeId += 1) {
    (await limits.enter(history(typeId), signal)).settle(null, null);
  }
  const leaving = new AbortController();
  const sixth = limits.enter(history(6), leaving.signal);
  expect(await Promise.race([sixth, sleep(20, 'held back')])).toBe('held back');
  leaving.abort(new Error('gone'));
  await expect(sixth).rejects.toThrow('gone');
  nowMs += 1_025;
  await expect(limits.enter(history(6), signal)).resolves.toBeDefined();
});

test('another character is not held back, nor another route of the same', async () => {
  const limits = pace(1, 60_000);
  await limits.enter(items(7), signal);
  await expect(limits.enter(items(8), signal)).resolves.toBeDefined();
  await expect(limits.enter(characterContracts({ characterId: 7 }), signal)).resolves.toBeDefined();
});

test('a call that was not made gives its place back at once', async () => {
  const limits = pace(1, 60_000);
  (await limits.enter(items(7), signal)).release();
  await expect(limits.enter(items(7), signal)).resolves.toBeDefined();
});

test.each(['running', 'ended'])(
  'a caller that leaves behind calls that are %s is let go',
  async (state) => {
    const limits = pace(1, 60_000);
    const first = await limits.enter(items(7), signal);
    if (state === 'ended') first.settle(null, null);
    const leaving = new AbortController();
    const waiting = expect(limits.enter(items(7), leaving.signal)).rejects.toThrow('gone');
    leaving.abort(new Error('gone'));
    await waiting;
  },
);
