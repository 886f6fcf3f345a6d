#!lua flags=allow-oom
-- Cancels a task: one that no attempt runs ends here and now; a running one is marked, and its worker told.
-- The mark is the truth: whatever ends a marked task ends it as cancelled.
-- Needs `remove_task_job`, put before this text by the caller.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] tenant   ARGV[4] result ttl ms   ARGV[5] tombstone ttl ms
-- Returns {'unknown'}   there is no such task of this tenant
--   | {'over'}   it has ended, here or before
--   | {'asked'}   it is running; also when repeated
--@include keys
--@include now
--@include end-task

local task, id, tenant, result_ttl_ms, tombstone_ttl_ms = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

local read = redis.call('HMGET', task, 'tenant', 'state', 'run', 'route', 'fence')
local state = read[2]
if read[1] ~= tenant then return { 'unknown' } end
if final_states[state] then return { 'over' } end

local now = now_ms()
redis.call('HSETNX', task, 'cancel', now)
if state == 'running' then
  redis.call('PUBLISH', key.cancels(), id .. ' ' .. read[5])
  return { 'asked' }
end
end_task(id, 'cancelled', now, result_ttl_ms, tombstone_ttl_ms, { 'code', 'cancelled' }, nil)
-- A job in a worker's hands stays: its `begin` finds that the task is over.
remove_task_job(id, read[3], read[4])
return { 'over' }
