#!lua
-- Tells those who follow what has come of answers since the last time: one call for many running attempts.
-- Refused while Redis is full, unlike what ends a task: what is not told now is told by the end.
--
-- KEYS[1] running attempts, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix, then 7 per attempt: task id, fence, number of this delta from 0, UTF-16 units of text told with it,
-- '1' if tool calls are among what is told with it, sealed delta, sealed snapshot of all told so far or ''
-- Returns per attempt how many follow its task, -1 if another attempt owns the task or it has ended, -2 if it cannot be
-- told: the record lacks deltas that were told before, or is broken. Repeated, a delta that was told is answered alike and told no more.
--@include keys

local per_attempt = 7

local function tell(id, fence, number, units, calls, delta, snapshot)
  local read = redis.call('HMGET', key.task(id), 'state', 'fence', 'deltas', 'seq', 'erased')
  if read[1] ~= 'running' or read[2] ~= fence then return -1 end
  -- Nothing of it may be stored any more; its cancellation is on the way.
  if read[5] then return 0 end
  local follow, told = key.follow(id), tonumber(read[3]) or 0
  if number < told then return redis.call('PUBSUB', 'NUMSUB', follow)[2] end
  if number > told then return -2 end

  local seq = (tonumber(read[4]) or 1) + 1
  -- First what can fail, for what a script has written before that stays written.
  redis.call('XADD', key.events(id), seq .. '-0', 'kind', 'delta', 'data', delta)
  redis.call('HSET', key.task(id), 'seq', seq, 'deltas', number + 1, 'told', units)
  if calls == '1' then redis.call('HSET', key.task(id), 'calls_told', 1) end
  if snapshot ~= '' then
    redis.call('XADD', key.events(id), seq .. '-1', 'kind', 'snapshot', 'data', snapshot)
    redis.call('XTRIM', key.events(id), 'MINID', seq .. '-1')
  end
  return redis.call('PUBLISH', follow, seq .. ' delta ' .. delta)
end

local answers = {}
for n = 2, #ARGV, per_attempt do
  local done, answer = pcall(tell, ARGV[n], ARGV[n + 1], tonumber(ARGV[n + 2]), ARGV[n + 3], ARGV[n + 4], ARGV[n + 5], ARGV[n + 6])
  answers[#answers + 1] = done and answer or -2
end
return answers
