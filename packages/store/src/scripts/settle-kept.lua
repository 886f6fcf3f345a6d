#!lua flags=allow-oom
-- Ends a task with an answer that was there already: no attempt is booked.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] run   ARGV[4] lease ms   ARGV[5] result ttl ms   ARGV[6] tombstone ttl ms
-- ARGV[7] sealed result   ARGV[8] usage or ''   ARGV[9] digest under which the answer may be kept, or ''
-- Returns {'settled', ms since creation, state written}, also when repeated
--   | {'refused'}   it has ended otherwise, a deadline has passed, an attempt may be alive and end it itself, or it is held
--@include keys
--@include now
--@include end-task
--@include iso-time
--@include add-event
--@include past-attempt
--@include restart
--@include pulse
--@include advance-share

local task, id, run, lease_ms = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local result_ttl_ms, tombstone_ttl_ms, result, usage, digest = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7], ARGV[8], ARGV[9]

local read = redis.call('HMGET', task, 'state', 'run', 'created', 'ended', 'finish_by', 'cached', 'attempts', 'worker', 'deployment',
  'cancel', 'deltas', 'start_by', 'fence', 'lost', 'admission', 'route', 'share')
local state, created, cancel, fence, lost = read[1], tonumber(read[3]), read[10], tonumber(read[13]) or 0, tonumber(read[14]) or 0
if not state or read[2] ~= run then return { 'refused' } end
if state == 'succeeded' and read[6] then return { 'settled', tonumber(read[4]) - created, state } end
local now = now_ms()
if final_states[state] or tonumber(read[5]) <= now or read[15] == 'held' then return { 'refused' } end
if read[12] and fence == 0 and tonumber(read[12]) <= now then return { 'refused' } end
if state == 'running' then
  local alive_until = math.max(tonumber(redis.call('ZSCORE', key.attempts(), id)) or 0, beat(now) + lease_ms)
  if alive_until > now then return { 'refused' } end
  lost, fence = lose_attempt(id, { attempts = read[7], worker = read[8], deployment = read[9] }, now)
end
if cancel then
  end_task(id, 'cancelled', now, result_ttl_ms, tombstone_ttl_ms, { 'code', 'cancelled' }, nil)
  return { 'settled', now - created, 'cancelled' }
end

local fields = { 'cached', 1 }
if digest ~= '' then fields[#fields + 1], fields[#fields + 2] = 'answer_key', digest end
if usage ~= '' then fields[#fields + 1], fields[#fields + 2] = 'usage', usage end
-- What a failed or dead attempt told of its own answer is not the beginning of this one.
if read[11] then
  tell_restart(id, fence + 1 - lost)
  fields[#fields + 1], fields[#fields + 2] = 'fence', fence + 1
end
advance_share(read[16], read[17])
end_task(id, 'succeeded', now, result_ttl_ms, tombstone_ttl_ms, fields, result, nil, { total = 0 })
return { 'settled', now - created, 'succeeded' }
