--@include close-call
-- Appends an attempt that did not succeed to the record's history; the newest 20 are kept, so that a task handed
-- from deployment to deployment for a day does not grow without bound.
local function add_past_attempt(id, entry)
  local text = redis.call('HGET', key.task(id), 'history')
  local history = text and cjson.decode(text) or {}
  history[#history + 1] = entry
  if #history > 20 then table.remove(history, 1) end
  redis.call('HSET', key.task(id), 'history', cjson.encode(history))
end

-- The attempt that the record shows as running came to `outcome`, for the reason `code` or nil.
local function conclude_attempt(id, outcome, code, now)
  local read = redis.call('HMGET', key.task(id), 'attempts', 'worker', 'deployment')
  add_past_attempt(id, {
    number = tonumber(read[1]), outcome = outcome, endedAtMs = now, worker = read[2] or nil, deployment = read[3] or nil, code = code,
  })
end

-- The attempt that `record` shows as running died with its worker: counts it, and fences it off in case it wakes.
-- Returns how many attempts of this task have died so far, and the fencing number that is now its newest.
local function lose_attempt(id, record, now)
  add_past_attempt(id, {
    number = tonumber(record.attempts), outcome = 'lost', endedAtMs = now,
    worker = record.worker or nil, deployment = record.deployment or nil, code = 'worker_lost',
  })
  local read = redis.call('HMGET', key.task(id), 'room', 'tenant', 'key', 'route', 'fence')
  close_call(id, read[1], nil, { tenant = read[2], key_id = read[3], route = read[4], fence = read[5] }, now)
  redis.call('ZREM', key.attempts(), id)
  redis.call('HINCRBY', key.totals(), 'lost_attempts', 1)
  return redis.call('HINCRBY', key.task(id), 'lost', 1), redis.call('HINCRBY', key.task(id), 'fence', 1)
end

-- A task whose attempt has ended without ending it is queued again, and those who follow it are told.
-- `waiting_reason` and `retry_at` (ms) may be nil. Needs `iso-time` and `add-event`, included before this.
local function queue_again(id, waiting_reason, retry_at)
  redis.call('HSET', key.task(id), 'state', 'queued')
  if waiting_reason then redis.call('HSET', key.task(id), 'waiting_reason', waiting_reason) end
  if retry_at then redis.call('HSET', key.task(id), 'retry_at', retry_at) end
  add_event(id, 'state', cjson.encode({
    status = 'queued', waiting_reason = waiting_reason, retry_at = retry_at and iso_time(retry_at) or nil,
  }))
end
