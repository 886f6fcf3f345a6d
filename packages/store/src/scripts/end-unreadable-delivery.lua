#!lua flags=allow-oom
-- Ends a claimed delivery that its worker cannot read: no other could either.
--
-- KEYS[1] delivery
-- ARGV[1] key prefix   ARGV[2] delivery id   ARGV[3] who holds it   ARGV[4] ms for which an ended delivery is kept
-- Returns 1 | 0   another worker holds it by now, or it has ended
--@include keys
--@include now
--@include end-delivery

local delivery, id, holder, keep_ms = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local read = redis.call('HMGET', delivery, 'state', 'holder')
if read[1] ~= 'pending' or read[2] ~= holder then return 0 end
end_delivery(id, 'failed', now_ms(), keep_ms, 'unreadable')
return 1
