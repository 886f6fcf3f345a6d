-- Makes a key that replaces another, which goes on for a while and never for longer than it would have.
--
-- KEYS[1] record of the old key
-- ARGV[1] key prefix   ARGV[2] its id   ARGV[3] id of the new one   ARGV[4] digest of the new one   ARGV[5] overlap ms   ARGV[6] actor
-- ARGV[7] details
-- Returns {'unknown'} | {'not_in_use', 'revoked', 'expired' or 'rotated'} | {'taken'} | {'rotated', field, value, …} of the new one
--@include keys
--@include now
--@include audit
--@include key-record

local old, id, new_id = KEYS[1], ARGV[2], ARGV[3]
local now = now_ms()
if redis.call('HEXISTS', old, 'digest') == 0 then return { 'unknown' } end
local out = key_out_of_use(id, now, true)
if out then return { 'not_in_use', out } end
local new = key.apiKey(new_id)
if redis.call('EXISTS', new) == 1 then return { 'taken' } end

local created = { 'created', now, 'digest', ARGV[4], 'rotated_from', id,
  'account', redis.call('HGET', old, 'account') or id }
for _, name in ipairs({ 'name', 'tenant', 'scopes', 'expires', 'tasks_per_minute', 'reads_per_minute', 'max_in_flight', 'weight',
  'daily_budget', 'monthly_budget', 'on_exhausted' }) do
  local value = redis.call('HGET', old, name)
  if value then created[#created + 1], created[#created + 2] = name, value end
end
redis.call('HSET', new, unpack(created))
redis.call('ZADD', key.apiKeys(), now, new_id)
keep_key(new_id)
local until_ms = now + tonumber(ARGV[5])
local expires = tonumber(redis.call('HGET', old, 'expires'))
redis.call('HSET', old, 'rotated_to', new_id, 'expires', math.min(expires or until_ms, until_ms))
keep_key(id)
write_audit(ARGV[6], 'key.rotate', id, ARGV[7])
redis.call('PUBLISH', key.keyChanges(), id)
return { 'rotated', unpack(redis.call('HGETALL', new)) }
