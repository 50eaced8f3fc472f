import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

test('no window sees more than the allowed calls of one character start', async () => {
  const startsMs: number[] = [];
  const pace = createPace({ clock: () => new Date(), calls: 5, windowMs: 100 });
  const { signal } = new AbortController();
  await Promise.all(
    Array.from({ length: 14 }, async () => {
      await pace('7', signal);
      startsMs.push(Date.now());
    }),
  );
  for (const [i, startMs] of startsMs.entries()) {
    const earlier = startsMs[i - 5];
    if (earlier !== undefined) expect(startMs - earlier).toBeGreaterThanOrEqual(99);
  }
  expect(startsMs).toHaveLength(14);
});

test('another character is not held back', async () => {
  const pace = createPace({ clock: () => new Date(0), calls: 1, windowMs: 60_000 });
  const { signal } = new AbortController();
  await pace('7', signal);
  await expect(pace('8', signal)).resolves.toBeUndefined();
});

test('a caller that leaves is let go', async () => {
  const pace = createPace({ clock: () => new Date(0), calls: 1, windowMs: 60_000 });
  const leaving = new AbortController();
  await pace('7', leaving.signal);
  const waiting = expect(pace('7', leaving.signal)).rejects.toThrow('gone');
  leaving.abort(new Error('gone'));
  await waiting;
});
