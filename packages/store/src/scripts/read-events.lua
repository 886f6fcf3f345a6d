#!lua flags=no-writes
-- Looks at a task and at what it has told, at one moment.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] number of the last event known   ARGV[4] bytes of events that are enough
-- Returns {fields and values of the record, stored events as {id, fields and values}, 1 if there are more of them or 0,
-- sealed result or false, what is kept of its cost}; the last two come with the last of the events of a task that has ended.
--@include keys

local id, last, enough_bytes = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local at_once = 20
local record = redis.call('HGETALL', KEYS[1])
local told = redis.call('HMGET', KEYS[1], 'seq', 'ended')
local first = string.format('%.0f-0', last + 1)
-- Redis has come back with less than it had told: all that is left is wanted, to begin anew from there.
if not told[2] and last > (tonumber(told[1]) or 1) then first, enough_bytes = '-', math.huge end
local entries, bytes, more = {}, 0, 1
while more == 1 and bytes < enough_bytes do
  local next = redis.call('XRANGE', key.events(id), first, '+', 'COUNT', at_once)
  for _, entry in ipairs(next) do
    entries[#entries + 1] = entry
    bytes = bytes + #entry[2][4]
  end
  if #next < at_once then more = 0 else first = '(' .. next[#next][1] end
end
local complete = more == 0 and told[2]
return { record, entries, more, complete and redis.call('GET', key.result(id)) or false, complete and redis.call('HGETALL', key.taskSpend(id)) or {} }
