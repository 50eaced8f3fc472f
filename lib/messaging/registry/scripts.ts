/**
 * What is asked of Redis in one step. All keys begin with KEYS[1], whose braces keep them in one slot.
 *
 * Of a client: the hash `client:<id>`. Of a node: `node:<node>`, there while it lives; `at:<node>`, the
 * set of its clients; `inbox:<node>`, the stream by which it is told things; `unread:<node>`, how many
 * bytes of messages are in it.
 *
 * @module
 */

const COMMON = `
local root = KEYS[1]
local function isAlive(node) return redis.call('exists', root .. ':node:' .. node) == 1 end
local function clientKey(id) return root .. ':client:' .. id end
local function tell(node, ...)
  return redis.call('xadd', root .. ':inbox:' .. node, 'NOMKSTREAM', '*', ...)
end
-- Who holds it: false where nobody does; nil where it is not there, as a temporary one of a dead node.
local function holderOf(id)
  local key = clientKey(id)
  local found = redis.call('hmget', key, 'created', 'node', 'temporary', 'session', 'token')
  if not found[1] then return nil end
  if not found[2] then return false end
  if isAlive(found[2]) then return { node = found[2], session = found[4], token = found[5] } end
  if found[3] then
    redis.call('del', key)
    redis.call('srem', root .. ':at:' .. found[2], id)
    return nil
  end
  return false
end
`;

/** id, now, keep for, then names and values. */
export const CREATE = `${COMMON}
local id = ARGV[1]
if holderOf(id) ~= nil then return 0 end
local key = clientKey(id)
redis.call('hset', key, 'created', ARGV[2])
for i = 4, #ARGV, 2 do redis.call('hset', key, 'd:' .. ARGV[i], ARGV[i + 1]) end
redis.call('pexpire', key, ARGV[3])
return 1`;

/** id. */
export const READ = `${COMMON}
local id = ARGV[1]
local holder = holderOf(id)
if holder == nil then return {} end
return { holder and holder.node or '', redis.call('hgetall', clientKey(id)) }`;

/** id, most characters of all, how many are set, then names and values of these, then names of those that go. */
export const UPDATE = `${COMMON}
-- As JavaScript counts them: what takes four bytes is two.
local function lengthOf(text)
  local _, inner = string.gsub(text, '[\\128-\\191]', '')
  local _, long = string.gsub(text, '[\\240-\\247]', '')
  return #text - inner + long
end
local id, most = ARGV[1], tonumber(ARGV[2])
if holderOf(id) == nil then return 'missing' end
local key = clientKey(id)
local last = 3 + tonumber(ARGV[3]) * 2
local length, changed = 0, {}
for i = 4, last, 2 do
  changed[ARGV[i]] = true
  length = length + lengthOf(ARGV[i]) + lengthOf(ARGV[i + 1])
end
for i = last + 1, #ARGV do changed[ARGV[i]] = true end
local present = redis.call('hgetall', key)
for i = 1, #present, 2 do
  local name = string.match(present[i], '^d:(.*)$')
  if name and not changed[name] then length = length + lengthOf(name) + lengthOf(present[i + 1]) end
end
if length > most then return 'full' end
for i = 4, last, 2 do redis.call('hset', key, 'd:' .. ARGV[i], ARGV[i + 1]) end
for i = last + 1, #ARGV do redis.call('hdel', key, 'd:' .. ARGV[i]) end
return 'updated'`;

/** id. */
export const REMOVE = `${COMMON}
local id = ARGV[1]
local holder = holderOf(id)
if holder == nil then return 0 end
if holder then
  tell(holder.node, 'e', id, 's', holder.session, 'r', 'deleted')
  redis.call('srem', root .. ':at:' .. holder.node, id)
end
redis.call('del', clientKey(id))
return 1`;

/** id, node, session, token, mode, now, 1 where one that is made is temporary. */
export const CLAIM = `${COMMON}
local id, node, session, token, mode, now, temporary = unpack(ARGV)
local key = clientKey(id)
local holder = holderOf(id)
if holder == nil then
  if mode == 'existing' then return 'missing' end
  redis.call('hset', key, 'created', now)
  if temporary == '1' then redis.call('hset', key, 'temporary', 1) end
end
if holder and holder.session ~= session then
  if mode == 'restore' or holder.token ~= token then return 'taken' end
  tell(holder.node, 'e', id, 's', holder.session, 'r', 'taken')
end
local before = redis.call('hget', key, 'node')
if before then redis.call('srem', root .. ':at:' .. before, id) end
redis.call('hset', key, 'node', node, 'session', session, 'token', token, 'seen', now)
redis.call('persist', key)
redis.call('sadd', root .. ':at:' .. node, id)
-- Whatever is claimed by a node that is not there (any more) is swept by the others.
redis.call('sadd', root .. ':nodes', node)
return 'claimed'`;

/** id, session, now, keep for. */
export const RELEASE = `${COMMON}
local id, session, now, keepMs = unpack(ARGV)
local key = clientKey(id)
local found = redis.call('hmget', key, 'session', 'node', 'temporary')
if found[1] ~= session then return 0 end
redis.call('srem', root .. ':at:' .. found[2], id)
if found[3] then redis.call('del', key) else
  redis.call('hdel', key, 'node', 'session', 'token')
  redis.call('hset', key, 'seen', now)
  redis.call('pexpire', key, keepMs)
end
return 1`;

/**
 * The node that asks, most bytes that may wait for a node, then number, id and text of each. One entry for
 * each node that is told.
 */
export const POST = `${COMMON}
local from, most = ARGV[1], tonumber(ARGV[2])
local statuses, bags, living, unread, added = {}, {}, {}, {}, {}
for i = 3, #ARGV, 3 do
  local id = ARGV[i + 1]
  local found = redis.call('hmget', clientKey(id), 'created', 'node', 'temporary')
  local node = found[2]
  if node and living[node] == nil then
    living[node] = isAlive(node)
    unread[node] = tonumber(redis.call('get', root .. ':unread:' .. node) or 0)
    added[node] = 0
  end
  if node and living[node] and unread[node] + added[node] >= most then
    statuses[#statuses + 1] = 3
  elseif node and living[node] then
    added[node] = added[node] + #ARGV[i + 2]
    local bag = bags[node]
    if not bag then
      bag = { 'm', from }
      bags[node] = bag
    end
    bag[#bag + 1] = ARGV[i] .. ':' .. id
    bag[#bag + 1] = ARGV[i + 2]
    statuses[#statuses + 1] = 0
  elseif not found[1] or (node and found[3]) then statuses[#statuses + 1] = 1
  else statuses[#statuses + 1] = 2 end
end
for node, bag in pairs(bags) do
  if tell(node, unpack(bag)) then redis.call('incrby', root .. ':unread:' .. node, added[node]) end
end
return statuses`;

/** node, the last entry that it has read, how many bytes of messages it has read. */
export const FORGET_READ = `${COMMON}
local node, id, bytes = unpack(ARGV)
local inbox, unread = root .. ':inbox:' .. node, root .. ':unread:' .. node
-- The last one stays: by that it is known whether something was missed.
redis.call('xtrim', inbox, 'MINID', id)
if redis.call('xlen', inbox) <= 1 then redis.call('del', unread)
else redis.call('decrby', unread, bytes) end
return 1`;

/** node, lives for, now, keep for. @returns 0 where the others had taken it for dead. */
export const BEAT = `${COMMON}
local node, liveMs, now, keepMs = unpack(ARGV)
local known = redis.call('set', root .. ':node:' .. node, 1, 'PX', liveMs, 'GET')
redis.call('sadd', root .. ':nodes', node)
if redis.call('exists', root .. ':inbox:' .. node) == 0 then
  redis.call('xadd', root .. ':inbox:' .. node, '*', 'o', node)
end
redis.call('pexpire', root .. ':inbox:' .. node, liveMs * 4)
redis.call('pexpire', root .. ':unread:' .. node, liveMs * 4)
-- Those who died: some of their clients each time, so that no step takes long.
for _, other in ipairs(redis.call('smembers', root .. ':nodes')) do
  if not isAlive(other) then
    local clients = redis.call('spop', root .. ':at:' .. other, 500)
    for _, id in ipairs(clients) do
      local key = clientKey(id)
      local found = redis.call('hmget', key, 'node', 'temporary')
      if found[1] == other and found[2] then redis.call('del', key)
      elseif found[1] == other then
        redis.call('hdel', key, 'node', 'session', 'token')
        redis.call('pexpire', key, keepMs)
      end
    end
    if #clients < 500 then
      redis.call('srem', root .. ':nodes', other)
      redis.call('del', root .. ':inbox:' .. other, root .. ':unread:' .. other)
    end
  end
end
return known and 1 or 0`;

/** node. Its clients have been released. */
export const LEAVE = `${COMMON}
local node = ARGV[1]
for _, of in ipairs({ ':node:', ':at:', ':inbox:', ':unread:' }) do
  redis.call('del', root .. of .. node)
end
redis.call('srem', root .. ':nodes', node)
return 1`;

/** Nodes that live. */
export const NODES = `${COMMON}
local nodes = {}
for _, node in ipairs(redis.call('smembers', root .. ':nodes')) do
  if isAlive(node) then nodes[#nodes + 1] = node end
end
return nodes`;
