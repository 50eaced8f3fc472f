import type { Redis } from 'ioredis';
import { z } from 'zod';
import { createScriptRunner } from '../run-script.ts';
import type { Session, SessionStore } from './session-store.ts';

export type RedisStoreOptions = {
  /** Stays the caller's. */
  readonly redis: Redis;
  /** Of all keys, which are of one slot. Default 'signal-fire'. */
  readonly prefix?: string | undefined;
  /** Sessions of which nobody has kept an end are forgotten after so long. Default 5 min. */
  readonly forgetMs?: number | undefined;
};

const FORGET_MS = 300_000;

/** caller, callee, state; and for `keep` since when the other is away. */
const storedSession = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.enum(['ringing', 'accepted']),
  z.number(),
]);
const storedSessions = z.array(storedSession);

/**
 * In each script: KEYS[1] is the root; times are Redis's own. A session is a hash, a client a sorted set of its
 * sessions by when they are forgotten.
 */
const COMMON = `
local root = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function read(id)
  local found = redis.call('HMGET', root .. 's:' .. id, 'caller', 'callee', 'state')
  if not found[1] then return nil end
  return found
end
local function listOf(client)
  redis.call('ZREMRANGEBYSCORE', root .. 'c:' .. client, '-inf', now)
  return redis.call('ZRANGE', root .. 'c:' .. client, 0, -1)
end
local function touch(id, found, forget)
  redis.call('PEXPIRE', root .. 's:' .. id, forget)
  for at = 1, 2 do
    redis.call('ZADD', root .. 'c:' .. found[at], now + forget, id)
    redis.call('PEXPIRE', root .. 'c:' .. found[at], forget)
  end
end
`;

const START = `${COMMON}
local id, caller, callee, maxRinging, maxSessions, forget = unpack(ARGV)
local ringing, own = 0, 0
for _, each in ipairs(listOf(caller)) do
  local found = read(each)
  if found then
    own = own + 1
    if found[3] == 'ringing' and found[1] == caller then ringing = ringing + 1 end
  end
end
if ringing >= tonumber(maxRinging) or own >= tonumber(maxSessions) then return 'caller' end
if #listOf(callee) >= tonumber(maxSessions) then return 'callee' end
redis.call('HSET', root .. 's:' .. id, 'caller', caller, 'callee', callee, 'state', 'ringing',
  'seen:' .. caller, now, 'seen:' .. callee, now)
touch(id, { caller, callee }, forget)
return false
`;

const FIND = `${COMMON}
local found = read(ARGV[1])
if not found then return {} end
return { { ARGV[1], found[1], found[2], found[3], 0 } }
`;

const LIST = `${COMMON}
local result = {}
for _, id in ipairs(listOf(ARGV[1])) do
  local found = read(id)
  if found then table.insert(result, { id, found[1], found[2], found[3], 0 }) end
end
return result
`;

const ACCEPT = `${COMMON}
local id, by = ARGV[1], ARGV[2]
local found = read(id)
if not found or found[3] ~= 'ringing' or found[2] ~= by then return {} end
redis.call('HSET', root .. 's:' .. id, 'state', 'accepted')
return { { id, found[1], found[2], 'accepted', 0 } }
`;

const END = `${COMMON}
local id, by, from = ARGV[1], ARGV[2], ARGV[3]
local found = read(id)
if not found or (found[1] ~= by and found[2] ~= by) then return {} end
if from ~= '' and found[3] ~= from then return {} end
redis.call('DEL', root .. 's:' .. id)
for at = 1, 2 do redis.call('ZREM', root .. 'c:' .. found[at], id) end
return { { id, found[1], found[2], found[3], 0 } }
`;

const KEEP = `${COMMON}
local client, forget = ARGV[1], ARGV[2]
local result = {}
for _, id in ipairs(listOf(client)) do
  local found = read(id)
  if found then
    local other = found[1] == client and found[2] or found[1]
    local seen = tonumber(redis.call('HGET', root .. 's:' .. id, 'seen:' .. other) or now)
    redis.call('HSET', root .. 's:' .. id, 'seen:' .. client, now)
    touch(id, found, forget)
    table.insert(result, { id, found[1], found[2], found[3], math.max(0, now - seen) })
  end
end
return result
`;

/** For any number of processes on one Redis, 7.0 or newer. */
export function createRedisSessionStore(options: RedisStoreOptions): SessionStore {
  const { redis, prefix = 'signal-fire', forgetMs = FORGET_MS } = options;
  const run = createScriptRunner(redis, `{${prefix}}:`);

  async function one(script: string, values: readonly (string | number)[]) {
    const [found] = storedSessions.parse(await run(script, values));
    return found ? toSession(found) : null;
  }

  return {
    async start({ session, caller, callee }, { maxRinging, maxSessions }) {
      const values = [session, caller, callee, maxRinging, maxSessions, forgetMs];
      return z
        .enum(['caller', 'callee'])
        .nullable()
        .parse(await run(START, values));
    },
    find: (session) => one(FIND, [session]),
    async list(client) {
      return storedSessions.parse(await run(LIST, [client])).map(toSession);
    },
    accept: (session, by) => one(ACCEPT, [session, by]),
    end: (session, by, from) => one(END, [session, by, from ?? '']),
    async keep(client) {
      const kept = storedSessions.parse(await run(KEEP, [client, forgetMs]));
      return kept.map((each) => ({ session: toSession(each), otherAwayMs: each[4] }));
    },
  };
}

function toSession([session, caller, callee, state]: z.infer<typeof storedSession>): Session {
  return { session, caller, callee, state };
}
