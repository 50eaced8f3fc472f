/**
 * A process of its own that begins a refresh whose answer does not come. Told by its arguments: the
 * sign-in server's address, Redis's, the prefix of the lock, and how long it lasts in milliseconds.
 *
 * @module
 */
import { Redis } from 'ioredis';
import {
  createRedisRefreshLock,
  createSso,
  createTokenKeeper,
  type GrantStore,
  type StoredGrant,
} from '../index.ts';
import { PILOT } from './stage-keeper.ts';
import { CLIENT_ID, CLIENT_SECRET } from './start-sign-in-server.ts';

const [baseUrl = '', redisUrl = '', prefix = '', leaseMs = ''] = process.argv.slice(2);

const store: GrantStore<number, StoredGrant> = {
  nameOf: (characterId) => `${characterId}`,
  read: async (characterId) => ({
    characterId,
    ownerHash: 'owner-hash',
    accessToken: null,
    accessExpiresAt: null,
    readRefreshToken: () => 'r1',
  }),
  replace: async () => false,
  end: async () => false,
};
const keeper = createTokenKeeper({
  sso: createSso({
    baseUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: 'http://localhost:3000/api/auth/callback/eve',
    timeoutMs: 60_000,
  }),
  store,
  lock: createRedisRefreshLock(new Redis(redisUrl), { prefix }),
  refreshTimeoutMs: 60_000,
  leaseMs: Number(leaseMs),
});
await keeper.getAccessToken(PILOT, { signal: AbortSignal.timeout(60_000) });
