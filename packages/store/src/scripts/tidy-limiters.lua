#!lua flags=allow-oom
-- Frees places at deployments and credentials that nobody holds any more: each attempt gives its own back with its end, so these are of records
-- that are gone, or of a Redis that was restored from an older state. Takes one subject at random, and some of those that hold a place there.
--
-- KEYS[1] limiters
-- ARGV[1] key prefix   ARGV[2] how many to look at
-- Returns how many places were freed
--@include keys

local subject = redis.call('SRANDMEMBER', KEYS[1])
if not subject then return 0 end
local gone = {}
for _, member in ipairs(redis.call('SRANDMEMBER', key.inFlight(subject), tonumber(ARGV[2]))) do
  local id, fence = string.match(member, '^(.+):(%d+)$')
  local record = id and redis.call('HMGET', key.task(id), 'fence', 'room')
  if not (record and record[1] == fence and record[2]) then gone[#gone + 1] = member end
end
if #gone > 0 then redis.call('SREM', key.inFlight(subject), unpack(gone)) end
-- What holds no place is forgotten in time, and is here again when it is asked.
if redis.call('EXISTS', key.limiter(subject), key.inFlight(subject)) == 0 then redis.call('SREM', KEYS[1], subject) end
return #gone
