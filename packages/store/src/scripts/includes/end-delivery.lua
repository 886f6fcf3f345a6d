--@include delivery-index
-- Ends a delivery: it stays in the log for a while, and what was sent with it, unless its task was erased. `reason` says why it failed
-- if no attempt does, or nil.
local function end_delivery(id, state, now, keep_ms, reason)
  local delivery = key.delivery(id)
  local read = redis.call('HMGET', delivery, 'tenant', 'task', 'erased')
  redis.call('HSET', delivery, 'state', state, 'finished', now)
  if reason then redis.call('HSET', delivery, 'reason', reason) end
  redis.call('HDEL', delivery, 'next', 'holder', 'held_until')
  redis.call('PEXPIRE', delivery, keep_ms)
  redis.call('ZREM', key.pendingDeliveries(), id)
  local erased = read[3]
  if read[2] ~= '' then
    redis.call('PEXPIRE', key.taskDeliveries(read[2]), keep_ms)
    erased = erased or redis.call('HEXISTS', key.task(read[2]), 'erased') == 1
  end
  if erased then
    redis.call('HSET', delivery, 'erased', 1)
    redis.call('HDEL', delivery, 'body', 'target')
  end
  index_ended_delivery(read[1], id, now, keep_ms)
end
