#!lua flags=allow-oom
-- Writes the end of a task once: state, result and usage together, and only for the newest attempt.
-- May write when Redis is full: what ends a task is what will make room.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] run   ARGV[4] fence   ARGV[5] state
-- ARGV[6] result ttl ms   ARGV[7] tombstone ttl ms   ARGV[8] sealed result or '', then fields and values of the record
-- Returns {'settled', ms since creation} | {'refused'}. Repeating a settlement that went through answers 'settled' again.
--@include keys
--@include now
--@include end-task

local task, id, run, fence, state = KEYS[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local result_ttl_ms, tombstone_ttl_ms, result = ARGV[6], ARGV[7], ARGV[8]

local read = redis.call('HMGET', task, 'state', 'run', 'fence', 'created', 'ended')
local created = tonumber(read[4])
if not read[1] or read[2] ~= run or read[3] ~= fence then return { 'refused' } end
if read[1] == state then return { 'settled', tonumber(read[5]) - created } end
if read[1] ~= 'running' then return { 'refused' } end

local now = now_ms()
end_task(id, state, now, result_ttl_ms, tombstone_ttl_ms, { unpack(ARGV, 9) }, result ~= '' and result or nil)
return { 'settled', now - created }
