import { expect, test } from 'vitest';
import { headOf, holdAnswers } from '../testing/answers-contract.ts';
import { createMemoryAnswers } from './memory-answers.ts';

holdAnswers(() => createMemoryAnswers());

test('memory gives up what has rested longest, by count', async () => {
  const answers = createMemoryAnswers({ maxEntries: 2 });
  const set = (key: string) => answers.set(key, headOf(), { text: key, data: key });
  for (const key of ['a', 'b']) await set(key);
  await answers.get('a');
  await set('c');
  expect((await answers.get('a'))?.read(JSON.parse)).toBe('a');
  expect(await answers.get('b')).toBeUndefined();
});

test('… and by size', async () => {
  const answers = createMemoryAnswers({ maxBytes: 10 });
  const set = (key: string, text: string) => answers.set(key, headOf(), { text, data: text });
  await set('a', '12345');
  await set('a', '1234');
  await set('b', '123456');
  expect(await answers.get('a')).toBeDefined();
  await set('c', '1');
  expect(await answers.get('a')).toBeDefined();
  expect(await answers.get('b')).toBeUndefined();
  await set('d', '12345678901');
  expect(await answers.get('d')).toBeUndefined();
});
