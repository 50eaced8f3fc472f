import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { drain } from './drain.ts';

test('every task is done, in their order, never more at once', async () => {
  const begun: number[] = [];
  let atOnce = 0;
  let most = 0;
  await drain([1, 2, 3, 4, 5], { atOnce: 2 }, async (task) => {
    begun.push(task);
    atOnce += 1;
    most = Math.max(most, atOnce);
    await turn();
    atOnce -= 1;
  });
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test('after a failure no other is begun, and what is under way is waited for', async () => {
  const done: number[] = [];
  const draining = drain([1, 2, 3, 4], { atOnce: 2 }, async (task) => {
    if (task === 1) throw new Error('no');
    await turn();
    done.push(task);
  });
  await expect(draining).rejects.toThrow('no');
  expect(done).toEqual([2]);
});

test('who is told to stop begins nothing more', async () => {
  const stopping = new AbortController();
  const begun: number[] = [];
  await drain([1, 2, 3], { atOnce: 1, signal: stopping.signal }, async (task) => {
    begun.push(task);
    if (task === 2) stopping.abort();
  });
  expect(begun).toEqual([1, 2]);
});
