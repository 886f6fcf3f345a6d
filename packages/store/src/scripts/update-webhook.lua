-- Changes fields of a webhook endpoint. One that is disabled already keeps why and since when; enabling it, or another URL, forgets
-- how often it has failed.
--
-- KEYS[1] endpoint
-- ARGV[1] key prefix   ARGV[2] tenant   ARGV[3] enabled: '1', '0', or '' to leave it   then names and values of fields to write
-- Returns 1 | 0   there is no such endpoint of this tenant
--@include now

local endpoint, tenant, wanted = KEYS[1], ARGV[2], ARGV[3]
local read = redis.call('HMGET', endpoint, 'tenant', 'enabled')
if read[1] ~= tenant then return 0 end

if wanted == '1' then
  redis.call('HSET', endpoint, 'enabled', 1)
  redis.call('HDEL', endpoint, 'disabled_reason', 'disabled_at', 'failures', 'failed_attempts', 'failing_since')
elseif wanted == '0' and read[2] == '1' then
  redis.call('HSET', endpoint, 'enabled', 0, 'disabled_reason', 'caller', 'disabled_at', now_ms())
end
for at = 4, #ARGV, 2 do
  redis.call('HSET', endpoint, ARGV[at], ARGV[at + 1])
  if ARGV[at] == 'url' then redis.call('HDEL', endpoint, 'failures', 'failed_attempts', 'failing_since') end
end
return 1
