import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { answer, client, paused, sum, table } from './example.ts';

test('the example does what it says', async () => {
  expect(sum).toBe(3);
  expect(await paused).toEqual({ paused: 'market' });
  expect(await answer).toBe('{"jsonrpc":"2.0","id":1,"result":3}');
  expect(await client.add(2, 2)).toBe(4);
  expect(() =>
    table.callWith({ context: { role: 'viewer' } }, 'worker.pause', { name: 'market' }),
  ).toThrow('Only the owner may');
});

test('the README shows the example as it runs', async () => {
  const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');
  expect(await read('README.md')).toContain((await read('example.ts')).trim());
});
