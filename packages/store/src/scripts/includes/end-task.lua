-- Writes the end of an open task, whatever the reason: the only place where a record becomes final.
-- `fields` are further fields of the record; `result` is the sealed result or nil.
local function end_task(id, state, now, result_ttl_ms, tombstone_ttl_ms, fields, result)
  redis.call('HSET', key.task(id), 'state', state, 'ended', now, 'result_until', now + result_ttl_ms, unpack(fields))
  redis.call('HDEL', key.task(id), 'waiting_reason', 'retry_at')
  if result then redis.call('SET', key.result(id), result, 'PX', result_ttl_ms) end
  redis.call('PEXPIRE', key.payload(id), result_ttl_ms)
  redis.call('PEXPIRE', key.metadata(id), result_ttl_ms)
  redis.call('PEXPIRE', key.task(id), tombstone_ttl_ms)
  redis.call('ZREM', key.open(), id)
  redis.call('ZREM', key.attempts(), id)
  redis.call('HINCRBY', key.totals(), state, 1)
  redis.call('PUBLISH', key.ended(id), state)
end

local final_states = { succeeded = true, failed = true, cancelled = true, expired = true }
