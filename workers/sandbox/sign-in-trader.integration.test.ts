import { expect, test } from 'vitest';
import { createContainer } from '#lib/server/container.ts';
import { createLog } from '#lib/server/log.ts';
import { testEnv } from '#lib/server/testing/test-env.ts';
import { createTestDatabase, createTestRedis } from '#tests/support/services.ts';
import { signInTrader } from './sign-in-trader.ts';

test('the sandbox’s trader is never signed in to a database of the real universe', async () => {
  await using database = await createTestDatabase();
  await using redis = await createTestRedis();
  const env = testEnv({ databaseUrl: database.url, redisUrl: redis.url });
  const log = createLog({ name: 'test', level: 'silent' });
  await using container = await createContainer(env, 'test', { log });
  await container.db.site.create({ data: { id: 1, mode: 'tranquility' } });

  await expect(signInTrader(env, log)).rejects.toMatchObject({ code: 'other-mode' });

  expect(await container.db.account.count()).toBe(0);
});
