import { describe, expect, test } from 'vitest';
import { createDueFinder, following, toDueJobId } from './schedule.ts';

const DUE = new Date('2026-11-22T10:00:00Z');
const S = 1_000;
const MINUTE = 60 * S;
const at = (ms: number) => new Date(DUE.getTime() + ms);

test('two sweeps that find the same thing due make one job of it', () => {
  const soon = new Date(DUE.getTime() + 1_000);
  const later = new Date(DUE.getTime() + 90_000);
  expect(toDueJobId('a', DUE, soon)).toBe(toDueJobId('a', DUE, later));
  expect(toDueJobId('a', DUE, soon)).not.toContain(':');
});

test('what was lost is put in again after a while', () => {
  const late = new Date(DUE.getTime() + 150_000);
  expect(toDueJobId('a', DUE, late)).not.toBe(toDueJobId('a', DUE, DUE));
});

describe('what several processes run', () => {
  test('is due when it was written down for', () => {
    const find = createDueFinder();
    const run = { id: 'a', lastRunAt: at(-MINUTE), nextRunAt: DUE };
    expect(find([run], at(-1))).toEqual([]);
    expect(find([run], at(1))).toEqual([{ id: 'a', dueAt: DUE }]);
    expect(find([{ ...run, lastRunAt: null }], at(1))).toHaveLength(1);
  });

  test.each([1, 3, 5])(
    'and a clock %i min ahead ran is due after the pause it meant',
    (minutes) => {
      const find = createDueFinder();
      const lastRunAt = at(minutes * MINUTE);
      const run = { id: 'a', lastRunAt, nextRunAt: new Date(lastRunAt.getTime() + 4 * MINUTE) };
      expect(find([run], DUE)).toEqual([]);
      expect(find([run], at(4 * MINUTE - S))).toEqual([]);
      expect(find([run], at(4 * MINUTE + S))).toEqual([{ id: 'a', dueAt: at(4 * MINUTE) }]);
    },
  );

  test('is due at once when somebody puts it forward, and when no clock can be so far ahead', () => {
    const find = createDueFinder();
    const ahead = { id: 'a', lastRunAt: at(5 * MINUTE), nextRunAt: at(9 * MINUTE) };
    expect(find([ahead], DUE)).toEqual([]);
    expect(find([{ ...ahead, nextRunAt: DUE }], DUE)).toHaveLength(1);
    expect(find([{ ...ahead, lastRunAt: at(7 * MINUTE) }], DUE)).toHaveLength(1);
    expect(find([{ id: 'b', lastRunAt: DUE, nextRunAt: at(91 * MINUTE) }], DUE)).toHaveLength(1);
  });
});

test('what follows is later than what was read before it, unless that is out of all reason', () => {
  expect(following(undefined, DUE)).toEqual(DUE);
  expect(following(at(-1), DUE)).toEqual(DUE);
  expect(following(at(5 * MINUTE), DUE)).toEqual(at(5 * MINUTE + 1));
  expect(following(at(7 * MINUTE), DUE)).toEqual(DUE);
});
