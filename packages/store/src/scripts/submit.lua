-- Stores tasks and their jobs, each together or not at all; a batch shares one round trip.
-- Needs `add_task_job`, put before this text by the caller.
--
-- KEYS[1] open tasks, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] most open tasks allowed   ARGV[3] ms until the sweeper first makes sure of a task
-- then 11 per task: id, tenant, key id, route, model, sealed payload, sealed metadata or '',
--   ms until it must be finished, tasks allowed per window, window in ms, request id
-- Returns one array per task, in order:
--   {'accepted', created ms, finish-by ms, remaining, reset ms}
--   {'limited', retry after ms, remaining, reset ms}      this key's limit is used up
--   {'full', open tasks}                                  the ceiling is reached
-- A task whose id exists already is answered as it was accepted and changes nothing, so the call may be repeated.
--@include keys
--@include now

local max_open, first_look_ms = tonumber(ARGV[2]), tonumber(ARGV[3])
local header, per_task = 3, 11
local now = now_ms()
local open = redis.call('ZCARD', key.open())
local answers, added = {}, 0
-- Generic cell rate algorithm: per key, the time at which its next task conforms, read and written once per batch.
local conforming = {}

local function spend(key_id, limit, window_ms)
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

for first = header + 1, #ARGV, per_task do
  local id, tenant, key_id, route, model, payload, metadata, finish_in, limit, window, request =
    unpack(ARGV, first, first + per_task - 1)
  local known = redis.call('HMGET', key.task(id), 'created', 'finish_by')
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
      redis.call('HSET', key.task(id), 'state', 'queued', 'run', 1, 'tenant', tenant, 'key', key_id, 'route', route,
        'model', model, 'created', now, 'finish_by', finish_by, 'request', request)
      redis.call('SET', key.payload(id), payload)
      if metadata ~= '' then redis.call('SET', key.metadata(id), metadata) end
      redis.call('ZADD', key.open(), math.min(finish_by, now + first_look_ms), id)
      redis.call('HINCRBY', key.totals(), 'submitted', 1)
      add_task_job(id, 1, tenant, route, now, 1)
      added = added + 1
      answer = { 'accepted', now, finish_by, remaining, reset }
    end
  end
  answers[#answers + 1] = answer
end

for limit_key, at in pairs(conforming) do
  redis.call('SET', limit_key, string.format('%.3f', at), 'PX', math.max(1, math.ceil(at - now)))
end
return answers
