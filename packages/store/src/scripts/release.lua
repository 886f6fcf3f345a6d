-- Ends an attempt without ending its task: it failed and will be retried, or it is handed back unused.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] fence   ARGV[4] 'failed' or 'handed_back'   ARGV[5] ms until the next attempt
-- ARGV[6] failure code or ''
-- Returns {'waiting', retry-at ms}, also when repeated | {'over'}   over: it ended, a newer attempt owns it, or its deadline comes before the retry
--@include keys
--@include now
--@include past-attempt

local read = redis.call('HMGET', KEYS[1], 'state', 'fence', 'finish_by', 'attempts', 'worker', 'deployment', 'retry_at')
if read[1] == 'queued' and read[2] == ARGV[3] then return { 'waiting', tonumber(read[7]) or now_ms() } end
if read[1] ~= 'running' or read[2] ~= ARGV[3] then return { 'over' } end
local now = now_ms()
local handed_back = ARGV[4] == 'handed_back'
local retry_at = now + tonumber(ARGV[5])
if not handed_back and retry_at >= tonumber(read[3]) then return { 'over' } end

add_past_attempt(KEYS[1], {
  number = tonumber(read[4]), outcome = ARGV[4], endedAtMs = now, worker = read[5], deployment = read[6],
  code = ARGV[6] ~= '' and ARGV[6] or nil,
})
redis.call('ZREM', key.attempts(), ARGV[2])
redis.call('HSET', KEYS[1], 'state', 'queued')
if handed_back then
  redis.call('HINCRBY', KEYS[1], 'attempts', -1)
else
  redis.call('HSET', KEYS[1], 'waiting_reason', 'retrying', 'retry_at', retry_at)
end
return { 'waiting', retry_at }
