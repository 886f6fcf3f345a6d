#!lua flags=allow-oom
-- Revokes an API key for good.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] id   ARGV[3] actor
-- Returns {'unknown'} | {'revoked', 1 if it was not revoked before or else 0, field, value, …}
--@include keys
--@include now
--@include audit
--@include key-record

local record, id = KEYS[1], ARGV[2]
if redis.call('HEXISTS', record, 'digest') == 0 then return { 'unknown' } end
local first = redis.call('HSETNX', record, 'revoked', now_ms())
if first == 1 then
  -- A key that was made before keys were listed is listed from now on.
  redis.call('ZADD', key.apiKeys(), 'NX', redis.call('HGET', record, 'created') or now_ms(), id)
  keep_key(id)
  write_audit(ARGV[3], 'key.revoke', id, '')
end
-- Also when repeated: whoever missed it hears it now.
redis.call('PUBLISH', key.keyChanges(), id)
return { 'revoked', first, unpack(redis.call('HGETALL', record)) }
