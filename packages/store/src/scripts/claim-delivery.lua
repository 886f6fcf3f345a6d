#!lua flags=allow-oom
-- Takes a delivery for one attempt: no other worker makes one until its answer is written or the claim has run out.
--
-- KEYS[1] delivery
-- ARGV[1] key prefix   ARGV[2] delivery id   ARGV[3] run   ARGV[4] a text that stands for this attempt   ARGV[5] claim ms
-- ARGV[6] ms for which an ended delivery is kept
-- Returns {'claimed', now ms, fields of the delivery, fields of the endpoint or {}, default secrets of the tenant if it has none, or ''}, fields as name, value, …
--   | {'wait', ms}     an attempt is being made, or is not due
--   | {'ended', code}      it failed just now: its endpoint is `disabled` or `deleted`
--   | {'over'}         it has ended, or a newer job carries it
--@include keys
--@include now
--@include end-delivery

local delivery, id, run, holder, claim_ms, keep_ms = KEYS[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local now = now_ms()

local read = redis.call('HMGET', delivery, 'state', 'run', 'next', 'holder', 'held_until', 'endpoint', 'tenant', 'type')
local endpoint, tenant = read[6], read[7]
if read[1] ~= 'pending' or read[2] ~= run then return { 'over' } end
local held_ms = (tonumber(read[5]) or 0) - now
if read[4] and read[4] ~= holder and held_ms > 0 then return { 'wait', math.min(held_ms, claim_ms) } end
local due_ms = (tonumber(read[3]) or 0) - now
if due_ms > 0 then return { 'wait', due_ms } end

local fields = endpoint ~= '' and redis.call('HGETALL', key.webhook(endpoint)) or {}
if endpoint ~= '' then
  local enabled = redis.call('HMGET', key.webhook(endpoint), 'enabled', 'tenant')
  -- An endpoint may be tried while it is off.
  local off = enabled[1] ~= '1' and read[8] ~= 'webhook.test'
  if enabled[2] ~= tenant or off then
    local reason = enabled[2] == tenant and 'disabled' or 'deleted'
    end_delivery(id, 'failed', now, keep_ms, reason)
    return { 'ended', reason }
  end
end

redis.call('HSET', delivery, 'holder', holder, 'held_until', now + claim_ms)
local secrets = endpoint == '' and redis.call('HGET', key.webhookSecret(tenant), 'secrets')
return { 'claimed', now, redis.call('HGETALL', delivery), fields, secrets or '' }
