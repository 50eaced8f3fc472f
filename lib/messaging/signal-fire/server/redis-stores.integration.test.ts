import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { createRedisPresenceStore } from './presence/redis-store.ts';
import { createRedisSessionStore } from './sessions/redis-store.ts';
import { testPresenceStore } from './testing/presence-store-contract.ts';
import { testSessionStore } from './testing/session-store-contract.ts';
import { testUsedTokens } from './testing/used-tokens-contract.ts';
import { createRedisUsedTokens } from './used-tokens.ts';

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testRedisUrl());
});
afterAll(() => {
  redis.disconnect();
});

/** Redis's clock cannot be set: all that is kept grows older instead. */
const AGE = `
for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
  local left = redis.call('PTTL', key) - ARGV[2]
  if left <= 0 then
    redis.call('DEL', key)
  else
    redis.call('PEXPIRE', key, left)
    local kind = redis.call('TYPE', key).ok
    if kind == 'zset' then
      for _, each in ipairs(redis.call('ZRANGE', key, 0, -1)) do
        redis.call('ZINCRBY', key, -ARGV[2], each)
      end
    elseif kind == 'hash' then
      for _, field in ipairs(redis.call('HKEYS', key)) do
        if string.sub(field, 1, 5) == 'seen:' then redis.call('HINCRBY', key, field, -ARGV[2]) end
      end
    end
  end
end
`;

function ageing(prefix: string) {
  return async (ms: number) => void (await redis.eval(AGE, 0, `{${prefix}}*`, ms));
}

describe('sessions', () => {
  testSessionStore(async (forgetMs) => {
    const prefix = `test-${randomUUID()}`;
    return { store: createRedisSessionStore({ redis, prefix, forgetMs }), pass: ageing(prefix) };
  });

  test('leave nothing behind', async () => {
    const prefix = `test-${randomUUID()}`;
    const store = createRedisSessionStore({ redis, prefix });
    const session = 'A'.repeat(22);
    const one = { session, caller: 'aiko', callee: 'bela', state: 'ringing' } as const;
    await store.start(one, { maxRinging: 1, maxSessions: 1 });
    await store.end(session, 'aiko');
    expect(await redis.keys(`{${prefix}}*`)).toEqual([]);
  });
});

describe('presence', () => {
  testPresenceStore(async (presentMs) => {
    const prefix = `test-${randomUUID()}`;
    return { store: createRedisPresenceStore({ redis, prefix, presentMs }), pass: ageing(prefix) };
  });
});

describe('used tokens', () => {
  testUsedTokens(async () => createRedisUsedTokens(redis, { prefix: `test-${randomUUID()}:` }));
});
