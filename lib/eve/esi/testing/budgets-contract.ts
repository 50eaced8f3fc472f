import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Budgets, type Charge, LEASE_MS, type Meter } from '../budgets/budgets.ts';

const WINDOW_MS = 900_000;
const START_MS = Date.parse('2026-11-20T10:00:00Z');
/** Redis lets a block end by its own clock, which goes on during a test. */
const ABOUT_MS = 2_000;

/**
 * What budgets must keep, wherever they are counted.
 *
 * @param create Budgets that nobody has used, by the clock given.
 */
export function holdBudgets(create: (clock: () => Date) => Budgets): void {
  let nowMs = START_MS;
  let budgets: Budgets;
  let meter: Meter;
  let lastMeter = 0;
  const newMeter = (limit = 10): Meter => {
    lastMeter += 1;
    return { key: `meter ${lastMeter}`, limit, windowMs: WINDOW_MS };
  };
  beforeEach(() => {
    nowMs = START_MS;
    budgets = create(() => new Date(nowMs));
    meter = newMeter();
  });

  const reserve = (charges: readonly Charge[], blocks: readonly string[] = []) =>
    budgets.reserve({ blocks, charges });
  const take = async (cost: number, of = meter): Promise<string | null> => {
    const answer = await reserve([{ meter: of, cost }]);
    return answer.ok ? answer.id : null;
  };
  /** What was settled is counted by the time of the next answer at the latest. */
  const settled = () => reserve([]);
  const spend = async (reserved: number, cost: number, of = meter): Promise<void> => {
    const id = (await take(reserved, of)) ?? 'none';
    budgets.settle({ id, charges: [{ meter: of, cost }] });
    await settled();
  };

  describe('budgets', () => {
    test('give out what a call may cost at worst until the limit', async () => {
      expect(await take(5)).not.toBeNull();
      expect(await take(5)).not.toBeNull();
      expect(await take(1)).toBeNull();
      expect(await take(5, newMeter())).not.toBeNull();
    });

    test('count in the end what a call has cost', async () => {
      for (let calls = 0; calls < 3; calls += 1) await spend(5, 2);
      expect(await take(4)).not.toBeNull();
      expect(await take(1)).toBeNull();
    });

    test('take back at once what has cost nothing', async () => {
      for (let calls = 0; calls < 20; calls += 1) await spend(10, 0);
      expect(await take(10)).not.toBeNull();
    });

    test('say when enough will be free: a window after what was spent first', async () => {
      await spend(5, 4);
      nowMs += 100_000;
      await spend(5, 4);
      nowMs += 100_000;
      expect(await reserve([{ meter, cost: 5 }])).toEqual({
        ok: false,
        key: meter.key,
        waitMs: WINDOW_MS - 200_000,
        isUnderWay: false,
      });
      expect(await reserve([{ meter, cost: 9 }])).toMatchObject({ waitMs: WINDOW_MS - 100_000 });
      nowMs += WINDOW_MS - 200_001;
      expect(await take(5)).toBeNull();
      nowMs += 1;
      expect(await take(5)).not.toBeNull();
    });

    test('count a call that is under way for a window after its end', async () => {
      const id = await take(10);
      expect(await reserve([{ meter, cost: 1 }])).toMatchObject({
        waitMs: WINDOW_MS,
        isUnderWay: true,
      });
      nowMs += 10_000;
      budgets.settle({ id: id ?? '', charges: [{ meter, cost: 10 }] });
      await settled();
      expect(await reserve([{ meter, cost: 1 }])).toMatchObject({ waitMs: WINDOW_MS });
      nowMs += WINDOW_MS - 1;
      expect(await take(1)).toBeNull();
      nowMs += 1;
      expect(await take(10)).not.toBeNull();
    });

    test('give back what was reserved by somebody who died', async () => {
      await take(10);
      nowMs += WINDOW_MS + LEASE_MS - 1;
      expect(await take(1)).toBeNull();
      nowMs += 1;
      expect(await take(10)).not.toBeNull();
    });

    test('reserve all of a call or nothing', async () => {
      const full = newMeter();
      await take(10, full);
      const asked = [meter, full].map((each) => ({ meter: each, cost: 1 }));
      expect(await reserve(asked)).toMatchObject({ ok: false, key: full.key });
      expect(await take(10)).not.toBeNull();
    });

    test('learn that others use the same, and never that less was used', async () => {
      const id = (await take(5)) ?? '';
      budgets.settle({ id, charges: [{ meter, cost: 2 }], used: [{ meter, cost: 7 }] });
      expect(await take(4)).toBeNull();
      const other = (await take(3)) ?? '';
      budgets.settle({ id: other, charges: [{ meter, cost: 3 }], used: [{ meter, cost: 1 }] });
      expect(await take(1)).toBeNull();
    });

    test('hold back what rests, for the longest that was said', async () => {
      const key = `rest ${lastMeter}`;
      const rest = (forMs: number) =>
        budgets.settle({ id: 'none', charges: [], blocks: [{ key, forMs }] });
      rest(40_000);
      rest(10_000);
      const refused = await reserve([{ meter, cost: 1 }], ['another', key]);
      expect(refused).toMatchObject({ ok: false, key });
      expect(refused.ok ? 0 : refused.waitMs).toBeGreaterThan(40_000 - ABOUT_MS);
      expect(await take(10)).not.toBeNull();
      nowMs += 40_000;
      expect(await reserve([], [key])).toMatchObject({ ok: true });
    });

    test('let a meter rest by its own name', async () => {
      await spend(5, 2);
      budgets.settle({ id: 'none', charges: [], blocks: [{ key: meter.key, forMs: 40_000 }] });
      const refused = await reserve([{ meter, cost: 1 }], [meter.key]);
      expect(refused).toMatchObject({ ok: false, key: meter.key });
      nowMs += 40_000;
      expect(await reserve([{ meter, cost: 8 }], [meter.key])).toMatchObject({ ok: true });
    });

    test('hold nothing for longer than its window though the clock is set back', async () => {
      await spend(10, 10);
      const key = `rest ${lastMeter}`;
      budgets.settle({ id: 'none', charges: [], blocks: [{ key, forMs: 40_000 }] });
      await settled();
      nowMs -= 7 * 86_400_000;
      expect(await take(1)).toBeNull();
      const rest = await reserve([], [key]);
      expect(rest.ok ? 0 : rest.waitMs).toBeLessThanOrEqual(40_000);
      nowMs += WINDOW_MS + LEASE_MS;
      expect(await take(10)).not.toBeNull();
    });

    test('give a thousand who ask at once no more than there is', async () => {
      const wide = newMeter(100);
      const all = await Promise.all(Array.from({ length: 1_000 }, () => take(5, wide)));
      expect(all.filter((id) => id !== null)).toHaveLength(20);
      expect(new Set(all).size).toBe(21);
    });

    test('settled twice, or of nobody, change nothing', async () => {
      const id = (await take(5)) ?? '';
      budgets.settle({ id, charges: [{ meter, cost: 2 }] });
      budgets.settle({ id, charges: [{ meter, cost: 0 }] });
      budgets.settle({ id: 'nobody', charges: [{ meter, cost: 9 }] });
      expect(await take(9)).toBeNull();
      expect(await take(8)).not.toBeNull();
    });

    test('never let more be spent within a window than the limit, whatever happens', async () => {
      const step = fc.record({
        waitMs: fc.constantFrom(0, 0, 100, 60_000, 400_000),
        cost: fc.constantFrom(0, 1, 2, 5),
        isSettledLater: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          const own = newMeter(20);
          const spent: { atMs: number; cost: number }[] = [];
          const later: { id: string; cost: number }[] = [];
          const settle = ({ id, cost }: { id: string; cost: number }) => {
            budgets.settle({ id, charges: [{ meter: own, cost }] });
            spent.push({ atMs: nowMs, cost });
            return settled();
          };
          for (const { waitMs, cost, isSettledLater } of steps) {
            // No call outlives its lease.
            for (const each of later.splice(0, waitMs >= LEASE_MS ? 3 : 0)) await settle(each);
            nowMs += waitMs;
            const id = await take(5, own);
            if (id === null) continue;
            if (isSettledLater && later.length < 3) later.push({ id, cost });
            else await settle({ id, cost });
          }
          for (const { atMs } of spent) {
            const within = spent.filter(
              (each) => each.atMs > atMs - WINDOW_MS && each.atMs <= atMs,
            );
            expect(within.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(20);
          }
        }),
        { numRuns: 100 },
      );
    });
  });
}
