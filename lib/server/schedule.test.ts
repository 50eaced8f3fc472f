import { expect, test } from 'vitest';
import { toDueJobId } from './schedule.ts';

const DUE = new Date('2026-11-22T10:00:00Z');

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
