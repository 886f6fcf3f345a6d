-- One pass of the sweeper, by whoever holds its lease: attempts whose worker died, tasks past their deadline, and open
-- tasks whose job is gone. Each pass looks at a bounded number of tasks; who has been looked at waits its turn again.
-- Needs `add_job` (BullMQ's own script, put before this text by the caller).
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

local batch = tonumber(ARGV[4])
local lease_ms, max_lost = tonumber(ARGV[5]), tonumber(ARGV[6])
local result_ttl_ms, tombstone_ttl_ms = tonumber(ARGV[7]), tonumber(ARGV[8])
local now = now_ms()

local holder = redis.call('HMGET', key.sweeper(), 'token', 'until')
if holder[1] and holder[1] ~= ARGV[2] and tonumber(holder[2]) > now then return { 0, 0, 0, 0, 0 } end
redis.call('HSET', key.sweeper(), 'token', ARGV[2], 'until', now + tonumber(ARGV[3]))
local since = beat(now)

local expired, lost, requeued = 0, 0, 0

local function record_of(id)
  local read = redis.call('HMGET', key.task(id), 'state', 'run', 'created', 'finish_by', 'attempts', 'worker',
    'deployment', 'tenant', 'route')
  return {
    state = read[1], run = tonumber(read[2]), created = tonumber(read[3]), finish_by = tonumber(read[4]),
    attempts = read[5], worker = read[6], deployment = read[7], tenant = read[8], route = read[9],
  }
end

local function finish(id, record, state, code)
  end_task(id, state, now, record.created, result_ttl_ms, tombstone_ttl_ms, { 'code', code }, nil)
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

local function has_job(record, job_id)
  local queue = key.queues() .. ':' .. record.route .. ':'
  if redis.call('EXISTS', queue .. job_id) == 0 then return false end
  return redis.call('ZSCORE', queue .. 'prioritized', job_id)
    or redis.call('ZSCORE', queue .. 'delayed', job_id)
    or redis.call('EXISTS', queue .. job_id .. ':lock') == 1
    or redis.call('LPOS', queue .. 'active', job_id)
    or redis.call('LPOS', queue .. 'wait', job_id)
end

local function requeue(id, record, job_id)
  local queue = key.queues() .. ':' .. record.route .. ':'
  redis.call('DEL', queue .. job_id)
  local run = redis.call('HINCRBY', key.task(id), 'run', 1)
  local data = cjson.encode({ taskId = id, tenant = record.tenant, route = record.route, run = run })
  add_job(queue, id .. '.' .. run, now, data, 1)
end

-- With many open tasks the rounds take longer instead of costing more.
local round_ms = math.max(30000, math.ceil(redis.call('ZCARD', key.open()) / batch) * 1200)
local due = redis.call('ZRANGEBYSCORE', key.open(), '-inf', now, 'LIMIT', 0, batch)
for _, id in ipairs(due) do
  local record = record_of(id)
  local next_look = now + round_ms
  if not record.state or final_states[record.state] then
    next_look = nil
  elseif record.state == 'running' then
    -- Its worker hears of the deadline at its next renewal and settles what was used; only if that fails it ends here.
    if record.finish_by + lease_ms <= now then
      finish(id, record, 'expired', 'deadline_exceeded')
      expired, next_look = expired + 1, nil
    elseif record.finish_by <= now then
      next_look = record.finish_by + lease_ms
    end
  elseif record.finish_by <= now then
    finish(id, record, 'expired', 'deadline_exceeded')
    expired, next_look = expired + 1, nil
  else
    local job_id = id .. '.' .. record.run
    if not has_job(record, job_id) then
      requeue(id, record, job_id)
      requeued = requeued + 1
    end
  end
  if next_look then
    if record.finish_by > now then next_look = math.min(next_look, record.finish_by) end
    redis.call('ZADD', key.open(), next_look, id)
  else
    redis.call('ZREM', key.open(), id)
  end
end
return { 1, expired, lost, requeued, #due }
