#!lua flags=allow-oom
-- Queues held tasks of some keys as far as there is room: after their limit was raised or taken away, and for places that nobody gave back.
-- Needs the functions of jobs, put before this text by the caller.
--
-- KEYS[1] keys with held tasks
-- ARGV[1] key prefix   ARGV[2] most keys to look at   ARGV[3] most tasks to queue
-- Returns {tasks queued}
--@include keys
--@include now
--@include held

local left, looks = tonumber(ARGV[3]), 20
local now = now_ms()
for _, key_id in ipairs(redis.call('SRANDMEMBER', KEYS[1], ARGV[2])) do
  for _, id in ipairs(redis.call('SRANDMEMBER', key.admitted(key_id), looks)) do
    if not redis.call('ZSCORE', key.open(), id) then redis.call('SREM', key.admitted(key_id), id) end
  end
  left = left - release_held(key_id, left, now)
  if left <= 0 then break end
end
return { tonumber(ARGV[3]) - left }
