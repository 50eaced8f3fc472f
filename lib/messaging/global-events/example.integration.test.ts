import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { example } from './example.ts';

test('the example of the README does what it says', async () => {
  const redis = new Redis(testRedisUrl());
  expect(await example(redis, `test-${randomUUID()}-`)).toEqual([
    'AT-7K3M-9QX2 is at 4',
    'prices.refreshed',
  ]);
  redis.disconnect();

  const inside = /await using web[\s\S]*?await worker\.emitAsync[^\n]*\n/;
  const shown = inside.exec(readFileSync(new URL('README.md', import.meta.url), 'utf8'))?.[0];
  const run = inside.exec(readFileSync(new URL('example.ts', import.meta.url), 'utf8'))?.[0];
  expect(shown?.replaceAll(/^ +/gm, '')).toBe(run?.replaceAll(/^ +/gm, ''));
});
