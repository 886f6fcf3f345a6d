-- Notes that an API key was used just now. A key that is gone stays gone.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] id
-- Returns 1, or 0 if there is no such key
--@include keys
--@include now

local created = redis.call('HGET', KEYS[1], 'created')
if not created then return 0 end
redis.call('HSET', KEYS[1], 'last_used', now_ms())
-- A key that was made before keys were listed is listed from now on.
redis.call('ZADD', key.apiKeys(), 'NX', created, ARGV[2])
return 1
