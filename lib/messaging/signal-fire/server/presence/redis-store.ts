import type { Redis } from 'ioredis';
import { z } from 'zod';
import { createScriptRunner } from '../run-script.ts';
import { PRESENT_MS, type PresenceStore } from './presence-store.ts';

export type RedisPresenceOptions = {
  /** Stays the caller's. */
  readonly redis: Redis;
  /** Of all keys, which are of one slot. Default 'signal-fire'. */
  readonly prefix?: string | undefined;
  /** Whom nobody has kept for so long is gone. Default 45 s. */
  readonly presentMs?: number | undefined;
};

const names = z.array(z.string());

/** A room is a sorted set of its clients by when they are gone, in Redis's own time. */
const COMMON = `
local key = KEYS[1] .. 'r:' .. ARGV[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function others(client)
  local result = {}
  for _, each in ipairs(redis.call('ZRANGE', key, '(' .. now, '+inf', 'BYSCORE')) do
    if each ~= client then table.insert(result, each) end
  end
  return result
end
`;
const JOIN = `${COMMON}
local score = redis.call('ZSCORE', key, ARGV[2])
local isKnown = score and tonumber(score) > now
redis.call('ZADD', key, now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', key, ARGV[3] * 4)
local result = others(ARGV[2])
table.insert(result, 1, isKnown and '0' or '1')
return result
`;
const LEAVE = `${COMMON}
if redis.call('ZREM', key, ARGV[2]) == 0 then return false end
return others(ARGV[2])
`;
const KEEP = `${COMMON}
for at = 3, #ARGV do redis.call('ZADD', key, 'XX', now + ARGV[2], ARGV[at]) end
redis.call('PEXPIRE', key, ARGV[2] * 4)
local gone = redis.call('ZRANGE', key, '-inf', now, 'BYSCORE')
redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
return gone
`;
const MEMBERS = `${COMMON}
return others('')
`;

/** For any number of processes on one Redis, 7.0 or newer. */
export function createRedisPresenceStore(options: RedisPresenceOptions): PresenceStore {
  const { redis, prefix = 'signal-fire', presentMs = PRESENT_MS } = options;
  const run = createScriptRunner(redis, `{${prefix}}:`);
  return {
    async join(room, client) {
      const [isNew, ...others] = names.parse(await run(JOIN, [room, client, presentMs]));
      return { isNew: isNew === '1', others };
    },
    async leave(room, client) {
      return names.nullable().parse(await run(LEAVE, [room, client]));
    },
    async keep(room, clients) {
      return names.parse(await run(KEEP, [room, presentMs, ...clients]));
    },
    async members(room) {
      return names.parse(await run(MEMBERS, [room]));
    },
  };
}
