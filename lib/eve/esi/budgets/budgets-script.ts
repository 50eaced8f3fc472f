/**
 * Does what was asked of budgets in one step, in the order in which it was asked.
 *
 * KEYS: those of the meters and blocks. ARGV: what is to be done, as JSON; the time in milliseconds, or an
 * empty text for Redis's own clock, which all processes share.
 *
 * A meter is a sorted set: `<id> <cost>` with the time at which it becomes free, and `=` with the negative
 * sum of all costs, which no time can be. A block is a key that lives as long as it stands and holds when it
 * ends: should the clock be set back, it does not last longer.
 */
export const BUDGETS_SCRIPT = `
local LEASE_MS = 60000
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Milliseconds that blocks stand, by the numbers of their keys.
local rests = {}

local function restsOf(blocks)
  local unknown, keys = {}, {}
  for _, block in ipairs(blocks) do
    if not rests[block] then
      table.insert(unknown, block)
      table.insert(keys, KEYS[block])
    end
  end
  if #keys == 0 then return end
  for i, untilTime in ipairs(redis.call('MGET', unpack(keys))) do
    rests[unknown[i]] = untilTime and math.min(redis.call('PTTL', keys[i]), tonumber(untilTime) - now) or 0
  end
end

local function costOf(member)
  return tonumber(string.match(member, ' (%d+)$'))
end

-- By the numbers of their keys: sums, read once; of those that were changed the widest window; and what is
-- to be added, which is written in one go.
local sums = {}
local changed = {}
local added = {}

local function keep(meter, sum)
  sums[meter.key] = sum
  changed[meter.key] = math.max(changed[meter.key] or 0, meter.windowMs)
end

local function add(number, time, member)
  local list = added[number] or {}
  added[number] = list
  list[#list + 1] = time
  list[#list + 1] = member
end

local function flush(number)
  if not added[number] then return end
  redis.call('ZADD', KEYS[number], unpack(added[number]))
  added[number] = nil
end

local function write()
  for number, windowMs in pairs(changed) do
    add(number, -sums[number] - 1, '=')
    flush(number)
    redis.call('PEXPIRE', KEYS[number], windowMs + LEASE_MS)
  end
end

-- What stands on the meter, after giving back what is free by now.
local function sumOf(meter)
  if sums[meter.key] then return sums[meter.key] end
  local key = KEYS[meter.key]
  local first = redis.call('ZRANGE', key, 0, 1, 'WITHSCORES')
  local sum = first[2] and -tonumber(first[2]) - 1 or 0
  sums[meter.key] = sum
  if first[4] and tonumber(first[4]) <= now then
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', key, 0, now)) do sum = sum - costOf(member) end
    redis.call('ZREMRANGEBYSCORE', key, 0, now)
    keep(meter, sum)
  end
  return sum
end

-- Asked where a meter is full, and it matters.
local function untilFree(meter, needed)
  local key = KEYS[meter.key]
  flush(meter.key)
  -- The clock was set back: nothing is held for longer than it can count.
  local last = now + meter.windowMs + LEASE_MS
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', key, '(' .. last, '+inf')) do
    redis.call('ZADD', key, last, member)
  end
  local found = 0
  local entries = redis.call('ZRANGEBYSCORE', key, 0, '+inf', 'WITHSCORES', 'LIMIT', 0, 500)
  for i = 1, #entries, 2 do
    found = found + costOf(entries[i])
    -- A call that is under way counts for a window after it has ended.
    if found >= needed then return math.min(tonumber(entries[i + 1]) - now, meter.windowMs) end
  end
  return meter.windowMs
end

local function spend(meter, id, cost, sum)
  if cost <= 0 then return end
  add(meter.key, now + meter.windowMs, id .. ' ' .. cost)
  keep(meter, sum + cost)
end

local function reserve(ask)
  restsOf(ask.blocks)
  for _, block in ipairs(ask.blocks) do
    if rests[block] > 0 then return { block, rests[block], 0 } end
  end
  local before = {}
  for i, charge in ipairs(ask.charges) do
    local sum = sumOf(charge.meter)
    local needed = sum + charge.cost - charge.meter.limit
    if needed > 0 then
      local waitMs = math.max(1, math.ceil(untilFree(charge.meter, needed)))
      local open = redis.call('ZCOUNT', KEYS[charge.meter.key], '(' .. now + charge.meter.windowMs, '+inf')
      return { charge.meter.key, waitMs, open }
    end
    before[i] = sum
  end
  for i, charge in ipairs(ask.charges) do
    local meter = charge.meter
    add(meter.key, now + meter.windowMs + LEASE_MS, ask.id .. ' ' .. charge.cost)
    keep(meter, before[i] + charge.cost)
  end
  return { 0, 0, 0 }
end

local function settle(outcome)
  for _, charge in ipairs(outcome.charges) do
    local meter = charge.meter
    local sum = sumOf(meter)
    flush(meter.key)
    if redis.call('ZREM', KEYS[meter.key], outcome.id .. ' ' .. charge.reserved) == 1 then
      sum = sum - charge.reserved
      keep(meter, sum)
      spend(meter, outcome.id, charge.cost, sum)
    end
  end
  for _, charge in ipairs(outcome.used) do
    local sum = sumOf(charge.meter)
    spend(charge.meter, outcome.id .. '-used', charge.cost - sum, sum)
  end
  for _, block in ipairs(outcome.blocks) do
    restsOf({ block.key })
    if rests[block.key] < block.forMs then
      redis.call('SET', KEYS[block.key], now + block.forMs, 'PX', block.forMs)
      rests[block.key] = block.forMs
    end
  end
  return { 0, 0, 0 }
end

local answers = {}
for i, ask in ipairs(cjson.decode(ARGV[1])) do
  if ask.id and ask.used then answers[i] = settle(ask) else answers[i] = reserve(ask) end
end
write()
return answers
`;
