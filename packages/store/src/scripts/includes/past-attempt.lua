-- Appends an attempt that did not succeed to the record's history; the newest 20 are kept, so that a task handed
-- from deployment to deployment for a day does not grow without bound.
local function add_past_attempt(task_key, entry)
  local text = redis.call('HGET', task_key, 'history')
  local history = text and cjson.decode(text) or {}
  history[#history + 1] = entry
  if #history > 20 then table.remove(history, 1) end
  redis.call('HSET', task_key, 'history', cjson.encode(history))
end

-- The attempt that `record` shows as running died with its worker: counts it, and fences it off in case it wakes.
-- Returns how many attempts of this task have died so far.
local function lose_attempt(id, record, now)
  local task_key = key.task(id)
  add_past_attempt(task_key, {
    number = tonumber(record.attempts), outcome = 'lost', endedAtMs = now,
    worker = record.worker or nil, deployment = record.deployment or nil, code = 'worker_lost',
  })
  redis.call('ZREM', key.attempts(), id)
  redis.call('HINCRBY', key.totals(), 'lost_attempts', 1)
  redis.call('HINCRBY', task_key, 'fence', 1)
  return redis.call('HINCRBY', task_key, 'lost', 1)
end
