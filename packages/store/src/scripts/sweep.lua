#!lua flags=allow-oom
-- One pass of the sweeper, by whoever holds its lease: attempts whose worker died, scheduled tasks whose time has come, tasks past a
-- deadline, open tasks whose job is gone, and deliveries of webhooks whose job is. Each pass looks at a bounded number of tasks; who has been looked at waits its turn again.
-- Needs `add_task_job`, `has_task_job` and `remove_task_job`, put before this text by the caller.
--
-- KEYS[1] open tasks, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] who sweeps   ARGV[3] sweeper's lease ms   ARGV[4] tasks per pass   ARGV[5] of these, how many are queued
-- ARGV[6] attempt lease ms   ARGV[7] most attempts that may die   ARGV[8] result ttl ms   ARGV[9] tombstone ttl ms
-- Returns {1, expired, lost attempts, requeued, looked at, scheduled ones queued, ms until the next pass has something to do},
--   or {0} when another one sweeps
--@include keys
--@include now
--@include end-task
--@include iso-time
--@include add-event
--@include past-attempt
--@include pulse

local sweeper, sweeper_lease_ms, batch, promotions = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local lease_ms, max_lost = tonumber(ARGV[6]), tonumber(ARGV[7])
local result_ttl_ms, tombstone_ttl_ms = tonumber(ARGV[8]), tonumber(ARGV[9])
local now = now_ms()

local holder = redis.call('HMGET', key.sweeper(), 'token', 'until')
if holder[1] and holder[1] ~= sweeper and tonumber(holder[2]) > now and tonumber(holder[2]) <= now + sweeper_lease_ms then
  return { 0 }
end
redis.call('HSET', key.sweeper(), 'token', sweeper, 'until', now + sweeper_lease_ms)
local since = beat(now)

-- With many open tasks the rounds take longer instead of costing more; deadlines are looked at when they come all the same.
local round_ms = math.max(60000, math.ceil(redis.call('ZCARD', key.open()) / batch) * 300)
local expired, lost, requeued, promoted = 0, 0, 0, 0

local function record_of(id)
  local read = redis.call('HMGET', key.task(id), 'state', 'run', 'finish_by', 'attempts', 'worker', 'deployment', 'tenant', 'route',
    'start_by', 'run_at', 'fence', 'cancel',
    'key', 'share', 'admission')
  return {
    state = read[1], run = read[2], finish_by = tonumber(read[3]), attempts = read[4], worker = read[5], deployment = read[6],
    tenant = read[7], route = read[8], start_by = not read[11] and tonumber(read[9]) or nil, run_at = read[10], cancel = read[12],
    key_id = read[13], share = read[14], admission = read[15],
  }
end

local function finish(id, record, state, code)
  if record.state == 'running' then conclude_attempt(id, state, code, now) end
  if state == 'expired' then expired = expired + 1 end
  end_task(id, state, now, result_ttl_ms, tombstone_ttl_ms, { 'code', code }, nil)
  remove_task_job(id, record.run, record.route)
end

-- How a task has to end now, if at all. The worker of a running one hears of it at its next renewal and settles what was used; only if
-- that fails it ends here. `start_by` is there as long as no attempt has begun, and always comes first.
local function due_end(record)
  local running = record.state == 'running'
  local too_late = record.finish_by + (running and lease_ms or 0) <= now
  if record.cancel and (too_late or not running) then return 'cancelled', 'cancelled' end
  if record.start_by and record.start_by <= now then return 'expired', 'start_deadline_exceeded' end
  if too_late then return 'expired', 'deadline_exceeded' end
end

-- When to look at a task again that goes on.
local function next_look(record)
  local deadline = record.start_by or record.finish_by
  return math.min(now + round_ms, deadline > now and deadline or deadline + lease_ms)
end

local function lose(id)
  local record = record_of(id)
  if record.state ~= 'running' then return redis.call('ZREM', key.attempts(), id) end
  lost = lost + 1
  local died = lose_attempt(id, record, now)
  record.state = 'queued'
  if record.cancel then return finish(id, record, 'cancelled', 'cancelled') end
  if died > max_lost then return finish(id, record, 'failed', 'worker_lost') end
  queue_again(id, 'retrying')
  -- BullMQ returns the job of a dead worker by itself; look again soon whether it did.
  redis.call('ZADD', key.open(), math.min(record.finish_by, now + lease_ms), id)
end

local function promote(id)
  local record = record_of(id)
  leave_schedule(id, record.route)
  if record.state ~= 'scheduled' then return end
  local state, code = due_end(record)
  if state then return finish(id, record, state, code) end
  redis.call('HSET', key.task(id), 'state', 'queued')
  redis.call('ZADD', key.open(), next_look(record), id)
  queue_or_hold(id, record, now)
  promoted = promoted + 1
end

local function look(id)
  local record = record_of(id)
  if not record.state or final_states[record.state] then return redis.call('ZREM', key.open(), id) end
  local state, code = due_end(record)
  if state then return finish(id, record, state, code) end
  if record.state == 'scheduled' then
    enter_schedule(id, record.route, record.run_at)
  elseif record.admission == 'held' then
    keep_held(id, record.key_id, record.route)
  elseif record.state == 'queued' and not has_task_job(id, record.run, record.route) then
    local run = redis.call('HINCRBY', key.task(id), 'run', 1)
    remove_task_job(id, record.run, record.route)
    add_task_job(id, run, record.tenant, record.route, now, priority_again(record))
    requeued = requeued + 1
  end
  redis.call('ZADD', key.open(), next_look(record), id)
end

local function look_at_delivery(id)
  local read = redis.call('HMGET', key.delivery(id), 'state', 'run', 'next', 'held_until')
  if read[1] ~= 'pending' then return redis.call('ZREM', key.pendingDeliveries(), id) end
  redis.call('ZADD', key.pendingDeliveries(), math.max(now, tonumber(read[3]) or 0) + round_ms, id)
  if has_task_job(id, read[2], 'webhooks.deliveries') or (tonumber(read[4]) or 0) > now then return end
  add_delivery_job(id, redis.call('HINCRBY', key.delivery(id), 'run', 1), now)
end

local function due_in(sorted_set, most)
  return redis.call('ZRANGEBYSCORE', sorted_set, '-inf', now, 'LIMIT', 0, most)
end

local function ms_until_due(sorted_set)
  local first = redis.call('ZRANGE', sorted_set, 0, 0, 'WITHSCORES')
  return first[2] and math.max(0, math.ceil(tonumber(first[2]) - now)) or round_ms
end

-- Attempts whose lease ran out while everyone could have renewed theirs.
if now - since >= lease_ms then
  for _, id in ipairs(due_in(key.attempts(), batch)) do lose(id) end
end
for _, id in ipairs(due_in(key.scheduled(), promotions)) do promote(id) end
local due = due_in(key.open(), batch)
for _, id in ipairs(due) do look(id) end
for _, id in ipairs(due_in(key.pendingDeliveries(), promotions)) do look_at_delivery(id) end
local next_due_ms = math.min(ms_until_due(key.scheduled()), ms_until_due(key.open()), ms_until_due(key.pendingDeliveries()))
return { 1, expired, lost, requeued, #due, promoted, next_due_ms }
