#!lua flags=allow-oom
-- Ends an attempt without ending its task: it failed and will be retried, or it is handed back unused.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] fence   ARGV[4] 'failed' or 'handed_back'   ARGV[5] ms until the next attempt
-- ARGV[6] failure code or ''   ARGV[7] report of the attempt's call, JSON as `call-report.lua` takes it
-- Returns {'waiting', ms until the next attempt, what changed at deployment or credential}, also when repeated
--   | {'over'}   it has ended, a newer attempt owns it, it was cancelled, or its deadline comes before the retry: there is
--                no next attempt, and if this one is still the newest it has to settle
--@include keys
--@include now
--@include iso-time
--@include add-event
--@include past-attempt

local task, id, fence, outcome, wait_ms, code = KEYS[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]

local read = redis.call('HMGET', task, 'state', 'fence', 'finish_by', 'retry_at', 'cancel', 'room', 'tenant', 'key', 'route')
local now, report = now_ms(), read_report(ARGV[7])
if read[2] ~= fence then
  correct_lost(id, fence, report, now)
  return { 'over' }
end
if read[1] == 'queued' then return { 'waiting', math.max(0, (tonumber(read[4]) or now) - now), '' } end
if read[1] ~= 'running' or read[5] then return { 'over' } end
local handed_back = outcome == 'handed_back'
if not handed_back and now + wait_ms >= tonumber(read[3]) then return { 'over' } end

local changed = close_call(id, read[6], report, { tenant = read[7], key_id = read[8], route = read[9], fence = fence }, now)
conclude_attempt(id, outcome, code ~= '' and code or nil, now)
redis.call('ZREM', key.attempts(), id)
if handed_back then
  redis.call('HINCRBY', task, 'attempts', -1)
  queue_again(id)
else
  queue_again(id, 'retrying', now + wait_ms)
end
return { 'waiting', wait_ms, changed }
