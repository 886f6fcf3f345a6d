#!lua flags=allow-oom
-- Gives a claimed delivery back without an attempt.
--
-- KEYS[1] delivery
-- ARGV[1] key prefix   ARGV[2] delivery id   ARGV[3] who holds it   ARGV[4] ms until it is due
-- Returns {'later', ms} | {'over'}
--@include keys
--@include now

local delivery, id, holder, wait_ms = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local read = redis.call('HMGET', delivery, 'state', 'holder')
if read[1] ~= 'pending' or read[2] ~= holder then return { 'over' } end
local next_at = now_ms() + wait_ms
redis.call('HSET', delivery, 'next', next_at)
redis.call('HDEL', delivery, 'holder', 'held_until')
redis.call('ZADD', key.pendingDeliveries(), next_at + 60000, id)
return { 'later', wait_ms }
