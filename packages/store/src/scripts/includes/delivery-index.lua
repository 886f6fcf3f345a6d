-- The deliveries of a tenant are in one index, those of them that have ended in another too, so what is pending is the difference.
local function pending_deliveries_of(tenant)
  return redis.call('ZCARD', key.tenantDeliveries(tenant)) - redis.call('ZCARD', key.endedDeliveries(tenant))
end

-- Indexes a delivery that has just ended. The index is tidied by those that come after: those that ended first go, while they are kept
-- no longer or there are too many.
local function index_ended_delivery(tenant, id, now, keep_ms)
  local all, ended = key.tenantDeliveries(tenant), key.endedDeliveries(tenant)
  redis.call('ZADD', ended, now, id)
  local most, at_once = 10000, 10
  local excess = redis.call('ZCARD', ended) - most
  local first = redis.call('ZRANGE', ended, 0, at_once - 1, 'WITHSCORES')
  for n = 1, #first, 2 do
    if excess <= 0 and tonumber(first[n + 1]) + keep_ms > now then break end
    redis.call('DEL', key.delivery(first[n]))
    redis.call('ZREM', all, first[n])
    redis.call('ZREM', ended, first[n])
    excess = excess - 1
  end
  -- Nobody comes after the last one of a tenant that has gone.
  if pending_deliveries_of(tenant) == 0 then
    redis.call('PEXPIRE', all, keep_ms)
    redis.call('PEXPIRE', ended, keep_ms)
  end
end
