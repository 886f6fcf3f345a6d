#!lua flags=no-writes
-- Looks through the tasks of a tenant, newest first, for those in certain states and of a model. Tasks of one millisecond come in
-- the order of their ids, so a place in the list stays where it is while tasks come and go.
--
-- KEYS[1] the tenant's tasks
-- ARGV[1] key prefix   ARGV[2] submitted ms and ARGV[3] id of the task to go on after, or '' and '' to begin with the newest
-- ARGV[4] submitted then or later (ms), or '-inf'   ARGV[5] submitted before then (ms), or '+inf'
-- ARGV[6] most tasks to look at   ARGV[7] most to find   ARGV[8] model, or '' for all   then states, none for all
-- Returns {looked at, 1 if there are none further or else 0, submitted ms and id of the last one looked at or '' and '',
--   then submitted ms and id of each one found}
--@include keys

local tasks, after_ms, after_id, from_ms, before_ms = KEYS[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local most, most_found, model = tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8]
local wanted
for n = 9, #ARGV do
  wanted = wanted or {}
  wanted[ARGV[n]] = true
end

-- How many come before the first to look at.
local function skipped()
  local newer = before_ms == '+inf' and 0 or redis.call('ZCOUNT', tasks, before_ms, '+inf')
  if after_id == '' then return newer end
  local rank = redis.call('ZREVRANK', tasks, after_id)
  if rank then return math.max(newer, rank + 1) end
  -- It was erased or forgotten meanwhile.
  rank = redis.call('ZCOUNT', tasks, '(' .. after_ms, '+inf')
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', tasks, after_ms, after_ms)) do
    if id > after_id then rank = rank + 1 end
  end
  return math.max(newer, rank)
end

local first = skipped()
local beyond = redis.call('ZCOUNT', tasks, from_ms, '+inf')
if first >= beyond then return { 0, 1, '', '' } end
local ids = redis.call('ZRANGE', tasks, first, math.min(first + most, beyond) - 1, 'REV', 'WITHSCORES')

local answer, found = { 0, 0, '', '' }, 0
for n = 1, #ids, 2 do
  local id = ids[n]
  local read = redis.call('HMGET', key.task(id), 'state', 'model', 'erased')
  local state = read[1]
  if state and not read[3] and (not wanted or wanted[state]) and (model == '' or model == read[2]) then
    found = found + 1
    answer[#answer + 1] = ids[n + 1]
    answer[#answer + 1] = id
  end
  answer[1], answer[3], answer[4] = (n + 1) / 2, ids[n + 1], id
  if found == most_found then break end
end
if first + answer[1] >= beyond then answer[2] = 1 end
return answer
