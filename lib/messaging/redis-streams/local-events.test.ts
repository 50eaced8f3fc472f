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
