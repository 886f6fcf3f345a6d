-- Makes an API key.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] id   ARGV[3] ms since the epoch at which it expires, or ''   ARGV[4] actor   ARGV[5] details
-- then fields of the record and their values, digest, tenant and scopes among them
-- Returns {'taken'} | {'past'} | {'created', field, value, …}
--@include keys
--@include now
--@include audit
--@include key-record

local record, id, expires = KEYS[1], ARGV[2], ARGV[3]
local now = now_ms()
if redis.call('EXISTS', record) == 1 then return { 'taken' } end
if expires ~= '' and tonumber(expires) <= now then return { 'past' } end
redis.call('HSET', record, 'created', now, unpack(ARGV, 6))
if expires ~= '' then redis.call('HSET', record, 'expires', expires) end
keep_key(id)
redis.call('ZADD', key.apiKeys(), now, id)
write_audit(ARGV[4], 'key.create', id, ARGV[5])
return { 'created', unpack(redis.call('HGETALL', record)) }
