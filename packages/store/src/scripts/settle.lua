-- Writes the end of a task once: state, result and usage together, and only for the newest attempt.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] run   ARGV[4] fence, or '' for an answer that needed no attempt
-- ARGV[5] state   ARGV[6] result ttl ms   ARGV[7] tombstone ttl ms   ARGV[8] sealed result or ''
-- then fields and values of the record
-- Returns {'settled', ms since creation} | {'refused'}. Repeating a settlement that went through answers 'settled' again.
--@include keys
--@include now
--@include end-task
--@include past-attempt

local id, fence = ARGV[2], ARGV[4]
local read = redis.call('HMGET', KEYS[1], 'state', 'run', 'fence', 'created', 'ended', 'attempts', 'worker', 'deployment')
local state, created = read[1], tonumber(read[4])
local mine = state and read[2] == ARGV[3] and (fence == '' or read[3] == fence)
if not mine then return { 'refused' } end
if final_states[state] then
  if state == ARGV[5] and fence ~= '' then return { 'settled', tonumber(read[5]) - created } end
  return { 'refused' }
end
if fence ~= '' and state ~= 'running' then return { 'refused' } end

local now = now_ms()
if fence == '' and state == 'running' then
  lose_attempt(id, { attempts = read[6], worker = read[7], deployment = read[8] }, now)
end
local fields = { unpack(ARGV, 9) }
end_task(id, ARGV[5], now, created, tonumber(ARGV[6]), tonumber(ARGV[7]), fields, ARGV[8] ~= '' and ARGV[8] or nil)
return { 'settled', now - created }
