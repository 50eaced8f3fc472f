import { expect, test } from 'vitest';
import { toBatches } from './to-batches.ts';

const PREFIXES = ['AT'];

test('contracts come in batches of a hundred, in their order', () => {
  const pending = Array.from({ length: 250 }, (_, id) => ({ id, title: null }));
  const batches = toBatches(pending, PREFIXES);

  expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(batches.flat()).toEqual(pending.map(({ id }) => id));
});

test('those with one code stay together, however it is written', () => {
  const pending = Array.from({ length: 250 }, (_, id) => ({ id, title: 'ore' }));
  const titles = ['AT-7K3M-9QX2', 'for Jita: at-7k3m9qx2'];
  pending[99] = { id: 99, title: titles[0] ?? '' };
  pending[100] = { id: 100, title: titles[1] ?? '' };
  pending[249] = { id: 249, title: titles[0] ?? '' };
  const [first = [], ...rest] = toBatches(pending, PREFIXES);

  expect(first.slice(99)).toEqual([99, 100, 249]);
  expect(rest.flat()).toHaveLength(148);
});

test('nothing makes no batch', () => {
  expect(toBatches([], PREFIXES)).toEqual([]);
});
