-- Stores tasks and their jobs; a batch shares one round trip. What Redis has written when a script fails stays written, so all is
-- decided before the first write, and the writes that other keys could make fail come first or are what the sweeper mends.
-- Needs `add_task_job`, put before this text by the caller.
--
-- KEYS[1] open tasks, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] most open tasks allowed   ARGV[3] ms until the sweeper first makes sure of a task
-- ARGV[4] ms until a task must be finished   ARGV[5] tasks allowed per key and window   ARGV[6] window in ms
-- then 8 per task: id, tenant, key id, route, model, sealed payload, sealed metadata or '', request id
-- Returns one text per task, in order:
--   'accepted <created ms> <finish-by ms> <remaining> <reset ms>'
--   'limited <retry after ms> <remaining> <reset ms>'      this key's limit is used up
--   'full <open tasks>'                                    the ceiling is reached
-- A task whose id exists already is answered as it was accepted and changes nothing, so the call may be repeated.
--@include keys
--@include now

local max_open, first_look_ms, finish_in_ms = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local limit, window_ms = tonumber(ARGV[5]), tonumber(ARGV[6])
local header, per_task = 6, 8
local now = now_ms()
local finish_by = now + finish_in_ms
local first_look = math.min(finish_by, now + first_look_ms)
local open = redis.call('ZCARD', key.open())
local answers = {}
-- Where in ARGV the tasks begin that are to be stored, and their ids.
local accepted, taken = {}, {}
-- Generic cell rate algorithm: per key, the time at which its next task conforms, read and written once per batch.
local conforming = {}

local function spend(key_id)
  local step = window_ms / limit
  local limit_key = key.taskLimit(key_id)
  -- Never further ahead than a whole window, wherever the clock of Redis has been meanwhile.
  local from = math.min(conforming[limit_key] or tonumber(redis.call('GET', limit_key) or now), now + window_ms)
  local at = math.max(now, from) + step
  local wait = at - window_ms - now
  if wait > 0 then
    return false, math.ceil(wait), 0, math.ceil(at - step - now)
  end
  conforming[limit_key] = at
  return true, 0, math.floor((now + window_ms - at) / step), math.ceil(at - now)
end

local function decide(first, id, key_id)
  if taken[id] then return { 'accepted', now, finish_by, 0, 0 } end
  if redis.call('EXISTS', key.task(id)) == 1 then
    local known = redis.call('HMGET', key.task(id), 'created', 'finish_by')
    return { 'accepted', known[1], known[2], 0, 0 }
  end
  if open + #accepted >= max_open then return { 'full', open + #accepted } end
  local allowed, wait, remaining, reset = spend(key_id)
  if not allowed then return { 'limited', wait, remaining, reset } end
  accepted[#accepted + 1] = first
  taken[id] = true
  return { 'accepted', now, finish_by, remaining, reset }
end

local function append(list, first, second)
  list[#list + 1] = first
  list[#list + 1] = second
end

-- What is written once per batch: sealed texts by their keys, and the open tasks with their scores.
local function gather()
  local texts, opened = {}, {}
  for _, first in ipairs(accepted) do
    local id, payload, metadata = ARGV[first], ARGV[first + 5], ARGV[first + 6]
    append(texts, key.payload(id), payload)
    if metadata ~= '' then append(texts, key.metadata(id), metadata) end
    append(opened, first_look, id)
  end
  return texts, opened
end

local function store(id, tenant, key_id, route, model, _, _, request)
  redis.call('HSET', key.task(id), 'state', 'queued', 'run', 1, 'tenant', tenant, 'key', key_id, 'route', route,
    'model', model, 'created', now, 'finish_by', finish_by, 'request', request)
end

for first = header + 1, #ARGV, per_task do
  answers[#answers + 1] = table.concat(decide(first, ARGV[first], ARGV[first + 2]), ' ')
end
if #accepted == 0 then return answers end

local texts, opened = gather()
redis.call('HINCRBY', key.totals(), 'submitted', #accepted)
redis.call('MSET', unpack(texts))
redis.call('ZADD', key.open(), unpack(opened))
for limit_key, at in pairs(conforming) do
  redis.call('SET', limit_key, string.format('%.3f', at), 'PX', math.max(1, math.ceil(at - now)))
end
for _, first in ipairs(accepted) do store(unpack(ARGV, first, first + per_task - 1)) end
-- Last, for a queue may be broken: the sweeper adds a job that is missing.
for _, first in ipairs(accepted) do add_task_job(ARGV[first], 1, ARGV[first + 1], ARGV[first + 3], now, 1) end
return answers
