-- Ends a delivery: it stays in the log for a while, and what was sent with it, unless its task was erased.
local function end_delivery(id, state, now, keep_ms)
  local delivery = key.delivery(id)
  local read = redis.call('HMGET', delivery, 'tenant', 'task')
  local index = key.tenantDeliveries(read[1])
  redis.call('HSET', delivery, 'state', state, 'finished', now)
  redis.call('HDEL', delivery, 'next', 'holder', 'held_until')
  redis.call('PEXPIRE', delivery, keep_ms)
  redis.call('ZREM', key.pendingDeliveries(), id)
  if read[2] ~= '' then
    redis.call('PEXPIRE', key.taskDeliveries(read[2]), keep_ms)
    if redis.call('HEXISTS', key.task(read[2]), 'erased') == 1 then redis.call('HDEL', delivery, 'body', 'target') end
  end

  -- The index is tidied by those that come after: what is gone first, then the oldest that have ended while there are too many.
  local most, at_once = 10000, 10
  local excess = redis.call('ZCARD', index) - most
  for _, old in ipairs(redis.call('ZRANGE', index, 0, at_once - 1)) do
    local was = redis.call('HGET', key.delivery(old), 'state')
    if excess > 0 and was and was ~= 'pending' then
      redis.call('DEL', key.delivery(old))
      was = nil
    end
    if not was then
      redis.call('ZREM', index, old)
      excess = excess - 1
    end
  end
end
