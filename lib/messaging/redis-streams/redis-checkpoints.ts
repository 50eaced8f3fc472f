import type { Checkpoints } from './checkpoints.ts';

/** What they need of a Redis client. ioredis has it. */
export type CheckpointsRedis = {
  hget(key: string, field: string): Promise<string | null>;
  hdel(key: string, field: string): Promise<unknown>;
  eval(script: string, keys: number, ...values: string[]): Promise<unknown>;
};

// Compared as texts of one length: a number of 64 bits is more than Lua counts exactly.
const SAVE = `
local function wide(id)
  local ms, number = string.match(id, '^(%d+)-(%d+)$')
  return string.rep('0', 20 - #ms) .. ms .. string.rep('0', 20 - #number) .. number
end
local kept = redis.call('hget', KEYS[1], ARGV[1])
if kept and wide(kept) >= wide(ARGV[2]) then return 0 end
redis.call('hset', KEYS[1], ARGV[1], ARGV[2])
return 1`;

/**
 * Positions that outlive the process, in one hash.
 *
 * @param key The hash: one for each reader that goes its own way.
 */
export function createRedisCheckpoints(redis: CheckpointsRedis, key: string): Checkpoints {
  return {
    load: (stream) => redis.hget(key, stream),
    async save(stream, id) {
      await redis.eval(SAVE, 1, key, stream, id);
    },
    async clear(stream) {
      await redis.hdel(key, stream);
    },
  };
}
