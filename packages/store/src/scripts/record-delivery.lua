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

if outcome ~= 'delivered' and outcome ~= 'gone' and wait_ms ~= '' then
  redis.call('HSET', delivery, 'next', now + tonumber(wait_ms))
  redis.call('ZADD', key.pendingDeliveries(), now + tonumber(wait_ms) + 60000, id)
  return { 'later', tonumber(wait_ms) }
end

end_delivery(id, outcome == 'delivered' and 'delivered' or 'failed', now, keep_ms)
local known = endpoint ~= '' and redis.call('HMGET', key.webhook(endpoint), 'tenant', 'enabled')
if not known or known[1] ~= read[7] then return { outcome == 'delivered' and 'delivered' or 'failed' } end
if outcome == 'delivered' then
  redis.call('HDEL', key.webhook(endpoint), 'failures')
  return { 'delivered' }
end
if read[6] == 'webhook.test' and outcome ~= 'gone' then return { 'failed' } end
local failures = redis.call('HINCRBY', key.webhook(endpoint), 'failures', 1)
local reason = outcome == 'gone' and 'gone' or failures >= most_failures and 'failing'
if not reason or known[2] ~= '1' then return { 'failed' } end
redis.call('HSET', key.webhook(endpoint), 'enabled', 0, 'disabled_reason', reason, 'disabled_at', now)
redis.call('HDEL', key.webhook(endpoint), 'failures')
return { 'failed', reason }
