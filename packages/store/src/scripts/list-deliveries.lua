#!lua flags=no-writes
-- Looks through the deliveries of a tenant, newest first, for those to an endpoint and in certain states. Those of one millisecond come
-- in the order of their ids, so a place in the list stays where it is while deliveries come and go.
--
-- KEYS[1] the tenant's deliveries
-- ARGV[1] key prefix   ARGV[2] created ms and ARGV[3] id of the delivery to go on after, or '' and '' to begin with the newest
-- ARGV[4] most deliveries to look at   ARGV[5] most to find   ARGV[6] endpoint, or '' for all   then states, none for all
-- Returns {looked at, 1 if there are none further or else 0, created ms and id of the last one looked at or '' and '',
--   then created ms and id of each one found}
--@include keys

local deliveries, after_ms, after_id, most, most_found, endpoint = KEYS[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local wanted
for n = 7, #ARGV do
  wanted = wanted or {}
  wanted[ARGV[n]] = true
end

-- How many come before the first to look at.
local function skipped()
  if after_id == '' then return 0 end
  local rank = redis.call('ZREVRANK', deliveries, after_id)
  if rank then return rank + 1 end
  -- It was forgotten meanwhile.
  rank = redis.call('ZCOUNT', deliveries, '(' .. after_ms, '+inf')
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', deliveries, after_ms, after_ms)) do
    if id > after_id then rank = rank + 1 end
  end
  return rank
end

local first, beyond = skipped(), redis.call('ZCARD', deliveries)
if first >= beyond then return { 0, 1, '', '' } end
local ids = redis.call('ZRANGE', deliveries, first, math.min(first + most, beyond) - 1, 'REV', 'WITHSCORES')

local answer, found = { 0, 0, '', '' }, 0
for n = 1, #ids, 2 do
  local id = ids[n]
  local read = redis.call('HMGET', key.delivery(id), 'state', 'endpoint')
  local state = read[1]
  if state and (not wanted or wanted[state]) and (endpoint == '' or endpoint == read[2]) then
    found = found + 1
    answer[#answer + 1] = ids[n + 1]
    answer[#answer + 1] = id
  end
  answer[1], answer[3], answer[4] = (n + 1) / 2, ids[n + 1], id
  if found == most_found then break end
end
if first + answer[1] >= beyond then answer[2] = 1 end
return answer
