-- Writes the end of an open task, whatever the reason: the only place where a record becomes final.
-- `fields` are further fields of the record; `result` is the sealed result or nil.
local function end_task(id, state, now, created, result_ttl_ms, tombstone_ttl_ms, fields, result)
  local task_key = key.task(id)
  redis.call('HSET', task_key, 'state', state, 'ended', now, 'result_until', now + result_ttl_ms, unpack(fields))
  redis.call('HDEL', task_key, 'waiting_reason', 'retry_at')
  if result then redis.call('SET', key.result(id), result, 'PX', result_ttl_ms) end
  redis.call('PEXPIRE', key.payload(id), result_ttl_ms)
  redis.call('PEXPIRE', task_key, tombstone_ttl_ms)
  redis.call('ZREM', key.open(), id)
  redis.call('ZREM', key.attempts(), id)
  redis.call('HINCRBY', key.totals(), state, 1)
  redis.call('PUBLISH', key.ended(id), state)
end

local final_states = { succeeded = true, failed = true, cancelled = true, expired = true }
