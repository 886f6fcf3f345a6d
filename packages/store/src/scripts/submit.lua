-- Stores tasks and their jobs, each together or not at all; a batch shares one round trip.
-- Needs `add_job` (BullMQ's own script, put before this text by the caller).
--
-- KEYS[1] open tasks, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] most open tasks allowed   ARGV[3] ms until the sweeper first looks at a task
-- ARGV[4] ms a task can be heard of after its submission
-- then 13 per task: id, tenant, key id, route, model, sealed payload, sealed metadata or '', job data (JSON),
--   queue prefix, ms until it must be finished, tasks allowed per window, window in ms, request id
-- Returns one array per task, in order:
--   {'accepted', created ms, finish-by ms, remaining, reset ms}
--   {'limited', retry after ms, remaining, reset ms}      this key's limit is used up
--   {'full', open tasks}                                  the ceiling is reached
-- A task whose id exists already is answered as it was accepted and changes nothing, so the call may be repeated.
--@include keys
--@include now

local max_open, first_look_ms = tonumber(ARGV[2]), tonumber(ARGV[3])
local index_ms = tonumber(ARGV[4])
local per_task, header = 13, 4
local now = now_ms()
local open = redis.call('ZCARD', key.open())
local answers, added = {}, 0
-- Generic cell rate algorithm: per key, the time at which its next task conforms, read and written once per batch.
local conforming = {}
local trimmed = {}

local function spend(key_id, limit, window_ms)
  local step = window_ms / limit
  local limit_key = key.taskLimit(key_id)
  local from = conforming[limit_key] or tonumber(redis.call('GET', limit_key) or now)
  local at = math.max(now, from) + step
  local wait = at - window_ms - now
  if wait > 0 then
    return false, math.ceil(wait), 0, math.ceil(at - step - now)
  end
  conforming[limit_key] = at
  return true, 0, math.floor((now + window_ms - at) / step), math.ceil(at - now)
end

local function index(tenant, id)
  local tasks = key.tenantTasks(tenant)
  redis.call('ZADD', tasks, now, id)
  if not trimmed[tenant] then
    redis.call('ZREMRANGEBYSCORE', tasks, '-inf', now - index_ms)
    redis.call('PEXPIRE', tasks, index_ms)
    trimmed[tenant] = true
  end
end

for first = header + 1, #ARGV, per_task do
  local id, tenant, key_id, route, model, payload, metadata, data, queue_prefix, finish_in, limit, window, request =
    unpack(ARGV, first, first + per_task - 1)
  local task_key = key.task(id)
  local known = redis.call('HMGET', task_key, 'created', 'finish_by')
  local answer
  if known[1] then
    answer = { 'accepted', tonumber(known[1]), tonumber(known[2]), 0, 0 }
  elseif open + added >= max_open then
    answer = { 'full', open + added }
  else
    local allowed, wait, remaining, reset = spend(key_id, tonumber(limit), tonumber(window))
    if not allowed then
      answer = { 'limited', wait, remaining, reset }
    else
      local finish_by = now + tonumber(finish_in)
      redis.call('HSET', task_key, 'state', 'queued', 'run', 1, 'tenant', tenant, 'key', key_id, 'route', route,
        'model', model, 'created', now, 'finish_by', finish_by, 'request', request)
      if metadata ~= '' then redis.call('HSET', task_key, 'metadata', metadata) end
      redis.call('SET', key.payload(id), payload)
      redis.call('ZADD', key.open(), math.min(finish_by, now + first_look_ms), id)
      index(tenant, id)
      add_job(queue_prefix, id .. '.1', now, data, 1)
      added = added + 1
      answer = { 'accepted', now, finish_by, remaining, reset }
    end
  end
  answers[#answers + 1] = answer
end

for limit_key, at in pairs(conforming) do
  redis.call('SET', limit_key, string.format('%.3f', at), 'PX', math.ceil(at - now))
end
if added > 0 then redis.call('HINCRBY', key.totals(), 'submitted', added) end
return answers
