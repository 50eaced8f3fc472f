import { type Env, readEnv } from '../env.ts';

/** A complete environment of a sandbox that nobody serves, for tests of what does not ask EVE. */
export function testEnv({
  databaseUrl,
  redisUrl,
}: {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}): Env {
  const nowhere = 'http://localhost:1';
  return readEnv({
    AGEIRA_MODE: 'sandbox',
    NODE_ENV: 'test',
    PUBLIC_URL: 'http://localhost:3999',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '8',
    REDIS_URL: redisUrl,
    EVE_CLIENT_ID: 'test',
    EVE_CLIENT_SECRET: 'test',
    EVE_SSO_URL: `${nowhere}/sso`,
    EVE_ESI_URL: `${nowhere}/esi`,
    EVE_IMAGES_URL: `${nowhere}/images`,
    ESI_CONTACT: 'nobody@localhost',
    TOKEN_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
    AUTH_SECRET: 'a secret of a test, long enough for it',
    LOG_LEVEL: 'silent',
  });
}
