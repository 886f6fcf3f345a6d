-- Books an attempt: the task becomes `running` under a new fencing number, if it may run now.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] run   ARGV[4] worker   ARGV[5] deployment   ARGV[6] lease ms
-- ARGV[7] most attempts that may die   ARGV[8] result ttl ms   ARGV[9] tombstone ttl ms
-- Returns {'begun', fence, attempt number, ms queued}
--   | {'wait', reason, until ms}   a retry is not due, or another worker may still be running it
--   | {'ended', state, code}       it ended just now: too late, cancelled, or its workers keep dying
--   | {'over'}                     it had ended, or a newer run owns it
--@include keys
--@include now
--@include end-task
--@include past-attempt
--@include pulse

local id, lease_ms = ARGV[2], tonumber(ARGV[6])
local read = redis.call('HMGET', KEYS[1], 'state', 'run', 'created', 'finish_by', 'retry_at', 'waiting_reason', 'attempts',
  'worker', 'deployment', 'cancel')
local record = {
  state = read[1], run = read[2], created = tonumber(read[3]), finish_by = tonumber(read[4]), retry_at = tonumber(read[5]),
  waiting_reason = read[6], attempts = tonumber(read[7]) or 0, worker = read[8], deployment = read[9], cancel = read[10],
}
if not record.state or final_states[record.state] or record.run ~= ARGV[3] then return { 'over' } end

local now = now_ms()
local function finish(state, code)
  end_task(id, state, now, record.created, tonumber(ARGV[8]), tonumber(ARGV[9]), { 'code', code }, nil)
  return { 'ended', state, code }
end

if record.state == 'running' then
  local since = tonumber(redis.call('HGET', key.pulse(), 'since')) or now
  local alive_until = math.max(tonumber(redis.call('ZSCORE', key.attempts(), id)) or 0, since + lease_ms)
  if alive_until > now then return { 'wait', 'retrying', alive_until } end
  if lose_attempt(id, record, now) > tonumber(ARGV[7]) then return finish('failed', 'worker_lost') end
end
if record.cancel then return finish('cancelled', 'cancelled') end
if record.finish_by <= now then return finish('expired', 'deadline_exceeded') end
if record.retry_at and record.retry_at > now then return { 'wait', record.waiting_reason or 'retrying', record.retry_at } end

local fence = redis.call('HINCRBY', KEYS[1], 'fence', 1)
local number = redis.call('HINCRBY', KEYS[1], 'attempts', 1)
redis.call('HSET', KEYS[1], 'state', 'running', 'started', now, 'worker', ARGV[4], 'deployment', ARGV[5])
if record.retry_at or record.waiting_reason then redis.call('HDEL', KEYS[1], 'retry_at', 'waiting_reason') end
redis.call('ZADD', key.attempts(), now + lease_ms, id)
return { 'begun', fence, number, now - record.created }
