-- Changes fields of an API key that is in use.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] id   ARGV[3] actor   ARGV[4] details   then fields and their values, '' = taken away
-- Returns {'unknown'} | {'not_in_use', 'revoked', 'expired' or, if it was rotated and is to last longer, 'rotated'} | {'past'} | {'updated', field, value, …}
--@include keys
--@include now
--@include audit
--@include key-record

local record, id = KEYS[1], ARGV[2]
local now = now_ms()
if redis.call('HEXISTS', record, 'digest') == 0 then return { 'unknown' } end
local out = key_out_of_use(id, now, false)
if out then return { 'not_in_use', out } end
-- Its successor is there: the old one may only go sooner.
local last = redis.call('HEXISTS', record, 'rotated_to') == 1 and tonumber(redis.call('HGET', record, 'expires'))
for n = 5, #ARGV, 2 do
  if last and ARGV[n] == 'expires' and (tonumber(ARGV[n + 1]) or math.huge) > last then return { 'not_in_use', 'rotated' } end
  -- Its successor has the budget of both.
  if last and (string.find(ARGV[n], '_budget$') or ARGV[n] == 'on_exhausted') then return { 'not_in_use', 'rotated' } end
  if ARGV[n] == 'expires' and ARGV[n + 1] ~= '' and tonumber(ARGV[n + 1]) <= now then return { 'past' } end
end
for n = 5, #ARGV, 2 do
  if ARGV[n + 1] == '' then redis.call('HDEL', record, ARGV[n]) else redis.call('HSET', record, ARGV[n], ARGV[n + 1]) end
end
keep_key(id)
write_audit(ARGV[3], 'key.update', id, ARGV[4])
redis.call('PUBLISH', key.keyChanges(), id)
return { 'updated', unpack(redis.call('HGETALL', record)) }
