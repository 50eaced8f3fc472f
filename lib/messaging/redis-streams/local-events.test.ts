import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { LocalBus } from './local-events.ts';

test.each([
  {
    how: 'at once',
    fail: () => {
      throw new Error('database away');
    },
  },
  { how: 'later', fail: () => Promise.reject(new Error('database away')) },
])('a listener that fails $how harms neither the others nor the process', async ({ fail }) => {
  const warn = vi.fn();
  const bus = new LocalBus({ warn });
  const heard = vi.fn();
  bus.on('gap', fail);
  bus.on('gap', heard);
  const gap = { stream: 'a', afterId: '1-0', firstId: null };
  bus.tell('gap', gap);
  // Node ends a process for a rejection that nobody has handled by now, and vitest fails.
  await turn();
  expect(heard).toHaveBeenCalledExactlyOnceWith(gap);
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    { err: new Error('database away') },
    'streams: a listener of gap failed',
  );
});

test('who listens once, first, or until a signal is told so, and counted', () => {
  const bus = new LocalBus(undefined);
  const heard: string[] = [];
  const leaving = new AbortController();
  bus.on('away', () => heard.push('last'), { isOnce: true });
  bus.on('away', () => heard.push('first'), { isFirst: true, signal: leaving.signal });
  expect(bus.count('away')).toBe(2);
  bus.tell('away', { cause: 1 });
  bus.tell('away', { cause: 2 });
  expect(heard).toEqual(['first', 'last', 'first']);
  leaving.abort();
  expect(bus.count('away')).toBe(0);
  bus.on('away', () => heard.push('never'), { signal: leaving.signal });
  bus.on('away', () => heard.push('removed'));
  bus.removeAll('away');
  bus.tell('away', { cause: 3 });
  expect(heard).toHaveLength(3);
});
