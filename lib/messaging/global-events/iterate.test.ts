import { expect, test, vi } from 'vitest';
import { GlobalEventsOverflowError } from './errors.ts';
import { Iteration } from './iterate.ts';

test('gives what came before and what comes later, in order', async () => {
  const iteration = new Iteration<number>('a', {}, () => {});
  iteration.push(1);
  iteration.push(2);
  const later = [iteration.next(), iteration.next(), iteration.next(), iteration.next()];
  iteration.push(3);
  iteration.push(4);
  const values = await Promise.all(later);
  expect(values.map(({ value }) => value)).toEqual([1, 2, 3, 4]);
});

test('beyond its limit it fails after what has waited, or drops the oldest', async () => {
  const failing = new Iteration<number>('a', { limit: 2 }, () => {});
  const dropping = new Iteration<number>('a', { limit: 2, whenFull: 'drop-oldest' }, () => {});
  for (const item of [1, 2, 3]) {
    failing.push(item);
    dropping.push(item);
  }
  expect([await failing.next(), await failing.next()].map(({ value }) => value)).toEqual([1, 2]);
  await expect(failing.next()).rejects.toThrow(GlobalEventsOverflowError);
  expect(await failing.next()).toEqual({ value: undefined, done: true });
  expect([await dropping.next(), await dropping.next()].map(({ value }) => value)).toEqual([2, 3]);
});

test('ends with its signal, with a break, and only once', async () => {
  const onEnd = vi.fn();
  const leaving = new AbortController();
  const iteration = new Iteration<number>('a', { signal: leaving.signal }, onEnd);
  const waiting = iteration.next();
  leaving.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
  iteration.push(1);
  await iteration.return();
  expect(await iteration.next()).toEqual({ value: undefined, done: true });
  expect(onEnd).toHaveBeenCalledTimes(1);
});

test('a failure reaches one that waits', async () => {
  const iteration = new Iteration<number>('a', {}, () => {});
  const waiting = iteration.next();
  iteration.fail(new Error('closed'));
  await expect(waiting).rejects.toThrow('closed');
  expect(await iteration.next()).toEqual({ value: undefined, done: true });
});

test('a limit that is none is refused', () => {
  expect(() => new Iteration('a', { limit: 0 }, () => {})).toThrow(RangeError);
});
