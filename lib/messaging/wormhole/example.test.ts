import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { result, shown } from './example.ts';

test('the example does what it says', () => {
  expect(result).toEqual({ contracts: 1_200n, at: expect.any(Date), isStopped: false });
  expect(shown).toEqual(['50 %', 'line 0', 'line 1', 'line 2']);
});

test('the README shows the example as it runs', async () => {
  const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
  expect(await read('README.md')).toContain((await read('example.ts')).trim());
});
