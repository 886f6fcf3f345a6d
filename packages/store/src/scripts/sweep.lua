#!lua flags=allow-oom
-- One pass of the sweeper, by whoever holds its lease: attempts whose worker died, tasks past their deadline, and open
-- tasks whose job is gone. Each pass looks at a bounded number of tasks; who has been looked at waits its turn again.
-- Needs `add_task_job`, `has_task_job` and `remove_task_job`, put before this text by the caller.
--
-- KEYS[1] open tasks, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] who sweeps   ARGV[3] sweeper's lease ms   ARGV[4] tasks per pass
-- ARGV[5] attempt lease ms   ARGV[6] most attempts that may die   ARGV[7] result ttl ms   ARGV[8] tombstone ttl ms
-- Returns {1, expired, lost attempts, requeued, looked at}, or {0, 0, 0, 0, 0} when another one sweeps
--@include keys
--@include now
--@include end-task
--@include past-attempt
--@include pulse

local sweeper, sweeper_lease_ms, batch = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local lease_ms, max_lost = tonumber(ARGV[5]), tonumber(ARGV[6])
local result_ttl_ms, tombstone_ttl_ms = tonumber(ARGV[7]), tonumber(ARGV[8])
local now = now_ms()

local holder = redis.call('HMGET', key.sweeper(), 'token', 'until')
if holder[1] and holder[1] ~= sweeper and tonumber(holder[2]) > now and tonumber(holder[2]) <= now + sweeper_lease_ms then
  return { 0, 0, 0, 0, 0 }
end
redis.call('HSET', key.sweeper(), 'token', sweeper, 'until', now + sweeper_lease_ms)
local since = beat(now)

local expired, lost, requeued = 0, 0, 0

local function record_of(id)
  local read = redis.call('HMGET', key.task(id), 'state', 'run', 'finish_by', 'attempts', 'worker', 'deployment', 'tenant', 'route')
  return {
    state = read[1], run = read[2], finish_by = tonumber(read[3]), attempts = read[4], worker = read[5], deployment = read[6],
    tenant = read[7], route = read[8],
  }
end

local function finish(id, record, state, code)
  end_task(id, state, now, result_ttl_ms, tombstone_ttl_ms, { 'code', code }, nil)
  remove_task_job(id, record.run, record.route)
end

-- Attempts whose lease ran out while everyone could have renewed theirs.
if now - since >= lease_ms then
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', key.attempts(), '-inf', now, 'LIMIT', 0, batch)) do
    local record = record_of(id)
    if record.state ~= 'running' then
      redis.call('ZREM', key.attempts(), id)
    else
      lost = lost + 1
      if lose_attempt(id, record, now) > max_lost then
        finish(id, record, 'failed', 'worker_lost')
      else
        redis.call('HSET', key.task(id), 'state', 'queued')
        -- BullMQ returns the job of a dead worker by itself; look again soon whether it did.
        redis.call('ZADD', key.open(), math.min(record.finish_by, now + lease_ms), id)
      end
    end
  end
end

-- Looks at one open task; returns when to look at it next, or nil when it is open no more.
local function look(id, record, round_ms)
  if not record.state or final_states[record.state] then return nil end
  -- The worker of a running task hears of the deadline at its next renewal and settles what was used; only if that
  -- fails the task ends here.
  local end_at = record.finish_by + (record.state == 'running' and lease_ms or 0)
  if end_at <= now then
    finish(id, record, 'expired', 'deadline_exceeded')
    expired = expired + 1
    return nil
  end
  if record.state ~= 'running' and not has_task_job(id, record.run, record.route) then
    local run = redis.call('HINCRBY', key.task(id), 'run', 1)
    remove_task_job(id, record.run, record.route)
    add_task_job(id, run, record.tenant, record.route, now, 1)
    requeued = requeued + 1
  end
  return math.min(now + round_ms, record.finish_by > now and record.finish_by or end_at)
end

-- With many open tasks the rounds take longer instead of costing more; deadlines are looked at when they come all the same.
local round_ms = math.max(60000, math.ceil(redis.call('ZCARD', key.open()) / batch) * 300)
local due = redis.call('ZRANGEBYSCORE', key.open(), '-inf', now, 'LIMIT', 0, batch)
for _, id in ipairs(due) do
  local next_look = look(id, record_of(id), round_ms)
  if next_look then redis.call('ZADD', key.open(), next_look, id) else redis.call('ZREM', key.open(), id) end
end
return { 1, expired, lost, requeued, #due }
