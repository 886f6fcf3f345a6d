#!lua flags=allow-oom
-- Writes the end of a task once: state, result and usage together, and only for the newest attempt. A task that someone has
-- asked to cancel ends `cancelled` however its attempt went. May write when Redis is full: what ends a task is what will make room.
--
-- KEYS[1] record
-- ARGV[1] key prefix   ARGV[2] task id   ARGV[3] run   ARGV[4] fence   ARGV[5] state   ARGV[6] result ttl ms   ARGV[7] tombstone ttl ms
-- ARGV[8] sealed result, or what had come of it, or ''   ARGV[9] usage or ''   ARGV[10] ms until the first piece came, or ''
-- ARGV[11] failure code or ''   ARGV[12] its message or ''   ARGV[13] ms until a retry makes sense, or ''
-- ARGV[14] digest under which the answer is to be kept, or '', then   ARGV[15] the sealed answer   ARGV[16] ms to keep it
-- ARGV[17] '1' if the tool calls that were told are not all there are and the rest was not told, or ''
-- ARGV[18] tokens used in all and ARGV[19] of these in the answer, or '' and ''
-- ARGV[20] report of the attempt's call, JSON as `call-report.lua` takes it
-- Returns {'settled', ms since creation, state written, what changed at deployment or credential} | {'refused'}. Repeating a settlement that went through answers alike; an end
-- that somebody else wrote, such as the sweeper, is none of this attempt's.
--@include keys
--@include now
--@include end-task
--@include past-attempt

local task, id, run, fence, state = KEYS[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local result_ttl_ms, tombstone_ttl_ms, result, digest = ARGV[6], ARGV[7], ARGV[8], ARGV[14]

local read, own_run, own_fence, created, ended, cancelled, settled = read_before_end(id, 'run', 'fence', 'created', 'ended', 'cancel', 'settled')
local before, erased = read[1], read[5]
local report = read_report(ARGV[20])
if not before then return { 'refused' } end
if own_run ~= run or own_fence ~= fence then
  correct_lost(id, fence, report, now_ms())
  return { 'refused' }
end
if cancelled then state = 'cancelled' end
if before == state and settled then return { 'settled', tonumber(ended) - tonumber(created), state, '' } end
if before ~= 'running' then
  correct_lost(id, fence, report, now_ms())
  return { 'refused' }
end

local now = now_ms()
local fields = { 'settled', 1, 'room', '' }
local function add(name, value)
  if value ~= '' then fields[#fields + 1], fields[#fields + 2] = name, value end
end
add('usage', ARGV[9])
add('first_delta', ARGV[10])
if ARGV[17] == '1' then add('calls_told', 'part') end
if cancelled then
  add('code', 'cancelled')
else
  add('code', ARGV[11])
  add('message', ARGV[12])
  if ARGV[13] ~= '' then add('failure_retry_at', now + tonumber(ARGV[13])) end
end
local changed = close_call(id, read[14], report, { tenant = read[7], key_id = read[10], route = read[9], fence = fence, room_is_cleared = true }, now)
read[14] = false
if state ~= 'succeeded' then conclude_attempt(id, state, cancelled and 'cancelled' or ARGV[11], now) end
local used = ARGV[18] ~= '' and { total = tonumber(ARGV[18]), output = tonumber(ARGV[19]) } or nil
end_task(id, state, now, result_ttl_ms, tombstone_ttl_ms, fields, result ~= '' and result or nil, read, used)
if digest ~= '' and state == 'succeeded' and not erased then redis.call('SET', key.cachedAnswer(digest), ARGV[15], 'PX', ARGV[16]) end
return { 'settled', now - tonumber(created), state, changed }
