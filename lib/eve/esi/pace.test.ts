import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

const { signal } = new AbortController();
const never = () => new Promise<never>(() => {});

test('wherever a call arrives between start and answer, no window sees too many', async () => {
  const calls: { startedMs: number; answeredMs: number }[] = [];
  const pace = createPace({ clock: () => new Date(), calls: 5, windowMs: 100 });
  await Promise.all(
    Array.from({ length: 14 }, (_, i) =>
      pace('7', signal, async () => {
        const startedMs = Date.now();
        await sleep((i % 3) * 10);
        calls.push({ startedMs, answeredMs: Date.now() });
      }),
    ),
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

test('another character is not held back', async () => {
  const pace = createPace({ clock: () => new Date(0), calls: 1, windowMs: 60_000 });
  void pace('7', signal, never);
  await expect(pace('8', signal, async () => 'done')).resolves.toBe('done');
});

test('a failed call counts too', async () => {
  let nowMs = 0;
  const pace = createPace({ clock: () => new Date(nowMs), calls: 1, windowMs: 20 });
  await expect(pace('7', signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const leaving = new AbortController();
  let hasRun = false;
  const waiting = pace('7', leaving.signal, async () => {
    hasRun = true;
  });
  expect(hasRun).toBe(false);
  nowMs = 20;
  await waiting;
  expect(hasRun).toBe(true);
});

test.each(['running', 'ended'])(
  'a caller that leaves behind calls that are %s is let go',
  async (state) => {
    const pace = createPace({ clock: () => new Date(0), calls: 1, windowMs: 60_000 });
    const first = pace('7', signal, state === 'running' ? never : async () => {});
    if (state === 'ended') await first;
    const leaving = new AbortController();
    const waiting = expect(pace('7', leaving.signal, never)).rejects.toThrow('gone');
    leaving.abort(new Error('gone'));
    await waiting;
  },
);
