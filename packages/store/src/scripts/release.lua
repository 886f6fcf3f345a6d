#!lua flags=allow-oom
-- Ends an attempt without ending its task: it failed and will be retried, or it is handed back unused.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] fence   ARGV[4] 'failed' or 'handed_back'   ARGV[5] ms until the next attempt
-- ARGV[6] failure code or ''
-- Returns {'waiting', ms until the next attempt}, also when repeated
--   | {'over'}   it has ended, a newer attempt owns it, or its deadline comes before the retry
--@include keys
--@include now
--@include past-attempt

local task, id, fence, outcome, wait_ms, code = KEYS[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]

local read = redis.call('HMGET', task, 'state', 'fence', 'finish_by', 'attempts', 'worker', 'deployment', 'retry_at')
local now = now_ms()
if read[2] ~= fence then return { 'over' } end
if read[1] == 'queued' then return { 'waiting', math.max(0, (tonumber(read[7]) or now) - now) } end
if read[1] ~= 'running' then return { 'over' } end
local handed_back = outcome == 'handed_back'
if not handed_back and now + wait_ms >= tonumber(read[3]) then return { 'over' } end

add_past_attempt(id, {
  number = tonumber(read[4]), outcome = outcome, endedAtMs = now, worker = read[5], deployment = read[6], code = code ~= '' and code or nil,
})
redis.call('ZREM', key.attempts(), id)
redis.call('HSET', task, 'state', 'queued')
if handed_back then
  redis.call('HINCRBY', task, 'attempts', -1)
else
  redis.call('HSET', task, 'waiting_reason', 'retrying', 'retry_at', now + wait_ms)
end
return { 'waiting', wait_ms }
