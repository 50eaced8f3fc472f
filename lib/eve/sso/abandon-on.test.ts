import { expect, test } from 'vitest';
import { abandonOn } from './abandon-on.ts';

test('who has left already is told so at once, and what fails later fails unheard', async () => {
  const gone = AbortSignal.abort(new Error('gone'));
  const failing = new Promise((_resolve, reject) => setImmediate(() => reject(new Error('late'))));
  await expect(abandonOn(gone, failing)).rejects.toThrow('gone');
  // A rejection that nobody heard would end the test run here.
  await new Promise((resolve) => setImmediate(resolve));
  await expect(abandonOn(gone, Promise.resolve('done'))).rejects.toThrow('gone');
});

test('who stays gets what comes, and leaves nothing on the signal', async () => {
  const { signal } = new AbortController();
  let listening = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listening += 1;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listening -= 1;
    remove(...args);
  };
  await expect(abandonOn(signal, Promise.resolve('done'))).resolves.toBe('done');
  await expect(abandonOn(signal, Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(listening).toBe(0);
});
