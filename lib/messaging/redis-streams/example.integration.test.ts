import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { example } from './example.ts';

test('the example of the README does what it says', async () => {
  const redis = new Redis(testRedisUrl());
  const log = await example(redis, `test-${randomUUID()}-`);
  expect(log).toHaveLength(3);
  expect(log).toEqual(expect.arrayContaining(['replayed 1 with no gap']));
  redis.disconnect();

  const inside = /await using streams[\s\S]*?await readAfter[^\n]*\n/;
  const shown = inside.exec(readFileSync(new URL('README.md', import.meta.url), 'utf8'))?.[0];
  const run = inside.exec(readFileSync(new URL('example.ts', import.meta.url), 'utf8'))?.[0];
  expect(shown?.replaceAll(/^ +/gm, '')).toBe(run?.replaceAll(/^ +/gm, ''));
});
