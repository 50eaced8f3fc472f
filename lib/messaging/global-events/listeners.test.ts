import { expect, test, vi } from 'vitest';
import { Listeners } from './listeners.ts';

function create() {
  const told: string[] = [];
  const listeners = new Listeners({
    onFailure: (event, cause) => told.push(`${event} failed: ${(cause as Error).message}`),
    onFirst: (topic) => told.push(`first ${topic}`),
    onLast: (topic) => told.push(`last ${topic}`),
  });
  return { listeners, told };
}

test('a listener that throws harms no other', async () => {
  const { listeners, told } = create();
  const heard = vi.fn();
  const fail = () => {
    throw new Error('sync');
  };
  const reject = async () => {
    throw new Error('async');
  };
  listeners.add('a', [fail, reject, heard]);

  listeners.tell('a', 1, 'a');

  expect(heard).toHaveBeenCalledWith(1, 'a');
  await expect.poll(() => told).toEqual(['first a', 'a failed: sync', 'a failed: async']);
});

test('once is once, also where it comes first, and within its own event', () => {
  const { listeners, told } = create();
  const last = vi.fn();
  const first = vi.fn(() => void listeners.tell('a', 2, 'a'));
  listeners.add('a', [last], { isOnce: true });
  listeners.add('a', [first], { isOnce: true, isFirst: true });

  listeners.tell('a', 1, 'a');
  listeners.tell('a', 3, 'a');

  expect(first.mock.calls).toEqual([[1, 'a']]);
  expect(last.mock.calls).toEqual([[2, 'a']]);
  expect(told).toEqual(['first a', 'last a']);
});

test('off removes a listener that was added by once, and the latest of two equal ones', () => {
  const { listeners } = create();
  const heard = vi.fn();
  listeners.add('a', [heard]);
  listeners.add('a', [heard], { isOnce: true });

  listeners.remove('a', [heard]);
  listeners.tell('a', 1, 'a');
  listeners.tell('a', 2, 'a');

  expect(heard).toHaveBeenCalledTimes(2);
});

test('a signal removes what was added with it, and holds on to nothing that has left', () => {
  const { listeners } = create();
  const heard = vi.fn();
  const leaving = new AbortController();
  const off = vi.spyOn(leaving.signal, 'removeEventListener');
  listeners.add('a', [heard], { signal: leaving.signal });
  listeners.add('b', [heard], { signal: leaving.signal });
  listeners.remove('b', [heard]);
  expect(off).toHaveBeenCalledTimes(1);

  leaving.abort();
  listeners.add('c', [heard], { signal: leaving.signal });
  for (const topic of ['a', 'b', 'c']) listeners.tell(topic, 1, topic);

  expect(heard).not.toHaveBeenCalled();
  expect(listeners.topics()).toEqual([]);
});
