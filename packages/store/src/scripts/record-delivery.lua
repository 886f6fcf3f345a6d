#!lua flags=allow-oom
-- Writes how an attempt to deliver ended, once and only for the worker that holds it, and what follows: the delivery has ended, or when
-- the next attempt is due. An endpoint that is gone, or to which nothing has got through for long, is disabled with it.
--
-- KEYS[1] delivery
-- ARGV[1] key prefix   ARGV[2] delivery id   ARGV[3] who holds it   ARGV[4] outcome   ARGV[5] status code or ''   ARGV[6] ms it took
-- ARGV[7] ms until the next attempt, or '' if there is none   ARGV[8] ms for which an ended delivery is kept
-- ARGV[9] deliveries that have to fail in a row before their endpoint is disabled   ARGV[10] sealed URL as it may be shown
-- Returns {'delivered'} | {'failed'[, 'gone' | 'failing']}, the endpoint was disabled with it | {'later', ms} | {'over'}
--@include keys
--@include now
--@include end-delivery

local delivery, id, holder, outcome, status, took_ms = KEYS[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local wait_ms, keep_ms, most_failures, url = ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10]

local read = redis.call('HMGET', delivery, 'state', 'holder', 'endpoint', 'attempts', 'attempted', 'type', 'tenant')
if read[1] ~= 'pending' or read[2] ~= holder then return { 'over' } end
local now, endpoint = now_ms(), read[3]

local attempts = read[4] and cjson.decode(read[4]) or {}
local number = (tonumber(read[5]) or 0) + 1
attempts[#attempts + 1] = { number = number, startedAtMs = now - took_ms, durationMs = took_ms, outcome = outcome, statusCode = tonumber(status) }
if #attempts > 30 then table.remove(attempts, 1) end
redis.call('HSET', delivery, 'attempts', cjson.encode(attempts), 'attempted', number, 'url', url)
redis.call('HINCRBY', delivery, 'tries', 1)
redis.call('HDEL', delivery, 'holder', 'held_until')

-- Counts what follows from an attempt, and says why its endpoint has to be disabled now, if it has to. What fails for long is found by
-- its attempts too, before many deliveries have used all theirs.
local function disabled_as(ends)
  if endpoint == '' then return end
  local webhook = key.webhook(endpoint)
  local known = redis.call('HMGET', webhook, 'tenant', 'enabled')
  if known[1] ~= read[7] then return end
  if outcome == 'delivered' then
    redis.call('HDEL', webhook, 'failures', 'failed_attempts', 'failing_since')
    return
  end
  if read[6] == 'webhook.test' and outcome ~= 'gone' then return end
  local most_attempts, failing_ms = 50, 43200000
  redis.call('HSETNX', webhook, 'failing_since', now)
  local failed_attempts = redis.call('HINCRBY', webhook, 'failed_attempts', 1)
  local failures = ends and redis.call('HINCRBY', webhook, 'failures', 1) or 0
  local for_long = failed_attempts >= most_attempts and tonumber(redis.call('HGET', webhook, 'failing_since')) + failing_ms <= now
  local reason = outcome == 'gone' and 'gone' or (failures >= most_failures or for_long) and 'failing'
  if not reason or known[2] ~= '1' then return end
  redis.call('HSET', webhook, 'enabled', 0, 'disabled_reason', reason, 'disabled_at', now)
  redis.call('HDEL', webhook, 'failures', 'failed_attempts', 'failing_since')
  return reason
end

local ends = outcome == 'delivered' or outcome == 'gone' or wait_ms == ''
local disabled = disabled_as(ends)
if not ends and not disabled then
  redis.call('HSET', delivery, 'next', now + tonumber(wait_ms))
  redis.call('ZADD', key.pendingDeliveries(), now + tonumber(wait_ms) + 60000, id)
  return { 'later', tonumber(wait_ms) }
end
local state = outcome == 'delivered' and 'delivered' or 'failed'
end_delivery(id, state, now, keep_ms)
return { state, disabled }
