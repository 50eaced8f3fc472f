import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { example } from './example.ts';

test('the example of the README does what it says', async () => {
  const redis = new Redis(testRedisUrl());
  const log = await example(redis, `test-${randomUUID()}`);
  expect(log.toSorted()).toEqual(
    [
      'aiko on one hears {"cmd":"offer"}',
      'aiko on one: taken',
      'aiko on two hears it',
      'aiko is Aiko Danuja',
      'the old connection leaves: false',
    ].toSorted(),
  );
  redis.disconnect();

  const inside = /await using one[\s\S]*?for await[^\n]*\n/;
  const shown = inside.exec(readFileSync(new URL('README.md', import.meta.url), 'utf8'))?.[0];
  const run = inside.exec(readFileSync(new URL('example.ts', import.meta.url), 'utf8'))?.[0];
  expect(shown?.replaceAll(/^ +/gm, '')).toBe(run?.replaceAll(/^ +/gm, ''));
});
