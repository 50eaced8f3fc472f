import { expect, test } from 'vitest';
import { wait, within } from './wait.ts';

const LONG_MS = 3_600_000;

test('a wait ends with the reason of its signal, also when that came before', async () => {
  const leaving = new AbortController();
  const waiting = wait(LONG_MS, leaving.signal);
  leaving.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await expect(wait(LONG_MS, leaving.signal)).rejects.toThrow('gone');
  await wait(0, new AbortController().signal);
});

test('a signal with a limit ends by either', async () => {
  const { signal } = new AbortController();
  await expect(wait(LONG_MS, within(1, signal))).rejects.toMatchObject({ name: 'TimeoutError' });
  const left = within(LONG_MS, AbortSignal.abort(new Error('gone')));
  expect(left.reason).toEqual(new Error('gone'));
});
