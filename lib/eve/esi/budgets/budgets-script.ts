/**
 * Does what was asked of budgets in one step, in the order in which it was asked.
 *
 * KEYS: those of the meters, then those of the blocks. ARGV: what is to be done, as JSON; the time in
 * milliseconds, or an empty text for Redis's own clock, which all processes share.
 *
 * What is to be done: `[limits, asks]`. Limits are pairs of a limit and a window in milliseconds, for each
 * key of a meter. An ask to reserve is `[id, blocks, charges]`: the numbers of blocks; pairs of a meter's
 * number and a cost. To settle is `[id, charges, used, blocks]`: meter, cost and what was reserved; meter
 * and cost; block and milliseconds. Flat lists, as reading them is a good part of the script's time.
 *
 * A meter is a sorted set: `<id> <cost>` with the time at which it becomes free, and `=` with the negative
 * sum of all costs, which no time can be. A block is a key that lives as long as it stands and holds when it
 * ends and how long it was to last: Redis keeps both lives by its clock, and should that be set back, the block
 * stands for its own time from then on and no longer.
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

local limits, asks = unpack(cjson.decode(ARGV[1]))
local meters = #limits / 2

local function limitOf(meter) return limits[2 * meter - 1] end
local function windowOf(meter) return limits[2 * meter] end
local function keyOfBlock(block) return KEYS[meters + block] end

local function stand(key, forMs)
  redis.call('SET', key, now + forMs .. ' ' .. forMs, 'PX', forMs)
end

local function leftOf(key, block)
  local untilTime, forMs = string.match(block, '^(%d+) (%d+)$')
  if not forMs then return 0 end
  local left = math.min(redis.call('PTTL', key), untilTime - now)
  if left <= tonumber(forMs) then return left end
  stand(key, forMs)
  return tonumber(forMs)
end

local function restsOf(blocks)
  local unknown, keys = {}, {}
  for _, block in ipairs(blocks) do
    if not rests[block] then
      table.insert(unknown, block)
      table.insert(keys, keyOfBlock(block))
    end
  end
  if #keys == 0 then return end
  for i, block in ipairs(redis.call('MGET', unpack(keys))) do
    rests[unknown[i]] = block and leftOf(keys[i], block) or 0
  end
end

local function costOf(member)
  return tonumber(string.match(member, ' (%d+)$'))
end

-- By their keys: sums, read once; of those that were changed the widest window; and what is to be added,
-- which is written in one go.
local sums = {}
local changed = {}
local added = {}

local function keep(meter, sum)
  local key = KEYS[meter]
  sums[key] = sum
  changed[key] = math.max(changed[key] or 0, windowOf(meter))
end

local function add(key, time, member)
  local list = added[key] or {}
  added[key] = list
  list[#list + 1] = time
  list[#list + 1] = member
end

local function flush(key)
  if not added[key] then return end
  redis.call('ZADD', key, unpack(added[key]))
  added[key] = nil
end

local function write()
  for key, windowMs in pairs(changed) do
    add(key, -sums[key] - 1, '=')
    flush(key)
    redis.call('PEXPIRE', key, windowMs + LEASE_MS)
  end
end

-- What stands on the meter, after giving back what is free by now.
local function sumOf(meter)
  local key = KEYS[meter]
  if sums[key] then return sums[key] end
  local first = redis.call('ZRANGE', key, 0, 1, 'WITHSCORES')
  local sum = first[2] and -tonumber(first[2]) - 1 or 0
  sums[key] = sum
  if first[4] and tonumber(first[4]) <= now then
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', key, 0, now)) do sum = sum - costOf(member) end
    redis.call('ZREMRANGEBYSCORE', key, 0, now)
    keep(meter, sum)
  end
  return sum
end

-- Asked where a meter is full, and it matters.
local function untilFree(meter, needed)
  local key = KEYS[meter]
  local windowMs = windowOf(meter)
  flush(key)
  -- The clock was set back: nothing is held for longer than it can count.
  local last = now + windowMs + LEASE_MS
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', key, '(' .. last, '+inf')) do
    redis.call('ZADD', key, last, member)
  end
  local found = 0
  local entries = redis.call('ZRANGEBYSCORE', key, 0, '+inf', 'WITHSCORES', 'LIMIT', 0, 500)
  for i = 1, #entries, 2 do
    found = found + costOf(entries[i])
    -- A call that is under way counts for a window after it has ended.
    if found >= needed then return math.min(tonumber(entries[i + 1]) - now, windowMs) end
  end
  return windowMs
end

local function spend(meter, id, cost, sum)
  if cost <= 0 then return end
  add(KEYS[meter], now + windowOf(meter), id .. ' ' .. cost)
  keep(meter, sum + cost)
end

local function reserve(id, blocks, charges)
  restsOf(blocks)
  for _, block in ipairs(blocks) do
    if rests[block] > 0 then return { meters + block, rests[block], 0 } end
  end
  local before = {}
  for i = 1, #charges, 2 do
    local meter, cost = charges[i], charges[i + 1]
    local sum = sumOf(meter)
    local needed = sum + cost - limitOf(meter)
    if needed > 0 then
      local waitMs = math.max(1, math.ceil(untilFree(meter, needed)))
      local open = redis.call('ZCOUNT', KEYS[meter], '(' .. now + windowOf(meter), '+inf')
      return { meter, waitMs, open }
    end
    before[i] = sum
  end
  for i = 1, #charges, 2 do
    local meter, cost = charges[i], charges[i + 1]
    add(KEYS[meter], now + windowOf(meter) + LEASE_MS, id .. ' ' .. cost)
    keep(meter, before[i] + cost)
  end
  return { 0, 0, 0 }
end

local function settle(id, charges, used, blocks)
  for i = 1, #charges, 3 do
    local meter, cost, reserved = charges[i], charges[i + 1], charges[i + 2]
    local sum = sumOf(meter)
    flush(KEYS[meter])
    if redis.call('ZREM', KEYS[meter], id .. ' ' .. reserved) == 1 then
      sum = sum - reserved
      keep(meter, sum)
      spend(meter, id, cost, sum)
    end
  end
  for i = 1, #used, 2 do
    local meter, cost = used[i], used[i + 1]
    local sum = sumOf(meter)
    spend(meter, id .. '-used', cost - sum, sum)
  end
  for i = 1, #blocks, 2 do
    local block, forMs = blocks[i], blocks[i + 1]
    restsOf({ block })
    if rests[block] < forMs then
      stand(keyOfBlock(block), forMs)
      rests[block] = forMs
    end
  end
  return { 0, 0, 0 }
end

local answers = {}
for i, ask in ipairs(asks) do
  local perform = #ask == 4 and settle or reserve
  answers[i] = perform(unpack(ask))
end
write()
return answers
`;
