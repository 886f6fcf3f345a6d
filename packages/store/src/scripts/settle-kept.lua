#!lua flags=allow-oom
-- Ends a task with an answer that was there already: no attempt is booked.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] run   ARGV[4] lease ms   ARGV[5] result ttl ms   ARGV[6] tombstone ttl ms
-- ARGV[7] sealed result, then fields and values of the record
-- Returns {'settled', ms since creation}, also when repeated
--   | {'refused'}   it has ended otherwise, its deadline has passed, or an attempt may be alive and end it itself
--@include keys
--@include now
--@include end-task
--@include past-attempt
--@include pulse

local task, id, run, lease_ms = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local result_ttl_ms, tombstone_ttl_ms, result = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7]

local read = redis.call('HMGET', task, 'state', 'run', 'created', 'ended', 'finish_by', 'cached', 'attempts', 'worker', 'deployment')
local state, created = read[1], tonumber(read[3])
if not state or read[2] ~= run then return { 'refused' } end
if state == 'succeeded' and read[6] then return { 'settled', tonumber(read[4]) - created } end
local now = now_ms()
if final_states[state] or tonumber(read[5]) <= now then return { 'refused' } end
if state == 'running' then
  local alive_until = math.max(tonumber(redis.call('ZSCORE', key.attempts(), id)) or 0, beat(now) + lease_ms)
  if alive_until > now then return { 'refused' } end
  lose_attempt(id, { attempts = read[7], worker = read[8], deployment = read[9] }, now)
end

end_task(id, 'succeeded', now, result_ttl_ms, tombstone_ttl_ms, { 'cached', 1, unpack(ARGV, 8) }, result)
return { 'settled', now - created }
