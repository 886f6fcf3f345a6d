#!lua flags=allow-oom
-- Tends the fair share of a route: forgets flows that begin anew anyway, and rebases the priorities of its jobs before they reach BullMQ's
-- limit. New ones count from the new base at once; those that are there are rewritten from the passes in their records, in several calls, the
-- next in line first, until a round finds nothing to rewrite.
-- Needs `rewrite_priorities`, put before this text by the caller.
--
-- KEYS[1] routes that have a fair share
-- ARGV[1] key prefix   ARGV[2] route, or '' for any   ARGV[3] priorities in use that are enough for a new base   ARGV[4] jobs to rewrite
-- Returns {route or '', flows forgotten, priorities rewritten, 1 if there are more to rewrite or else 0}
--@include keys
--@include fair-share

local route, enough, most = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
if route == '' then route = redis.call('SRANDMEMBER', KEYS[1]) end
if not route then return { '', 0, 0, 0 } end
local hash = key.fair(route)
local read = redis.call('HMGET', hash, 'V', 'base', 'scan', 'rebase')
local V, base, rebase = tonumber(read[1]) or 0, tonumber(read[2]) or 0, read[4]

local function forget_flows()
  local scanned = redis.call('HSCAN', hash, read[3] or '0', 'COUNT', 100)
  local gone = {}
  for n = 1, #scanned[2], 2 do
    local owed, open = string.match(scanned[2][n + 1], '^%S+ (%S+) (%S+)$')
    if owed and tonumber(owed) <= V and tonumber(open) == 0 then gone[#gone + 1] = scanned[2][n] end
  end
  if #gone > 0 then redis.call('HDEL', hash, unpack(gone)) end
  if scanned[1] ~= (read[3] or '0') then redis.call('HSET', hash, 'scan', scanned[1]) end
  return #gone
end

local function priority_of(id)
  local text = redis.call('HGET', key.task(id), 'share')
  local _, pass = read_share_text(text)
  return pass and priority_at(base, pass)
end

local forgotten = forget_flows()
if not rebase and (V - base) / share_unit > enough then
  base = (math.floor(V / share_unit) - 1) * share_unit
  rebase = '0 start'
  redis.call('HSET', hash, 'base', string.format('%.0f', base))
end
if not rebase then return { route, forgotten, 0, 0 } end

-- How many were rewritten in this round, and where it goes on.
local so_far, place = string.match(rebase, '^(%d+) (.+)$')
local rewritten, goes_on = rewrite_priorities(route, place, most, priority_of)
local of_round = tonumber(so_far) + rewritten
local next = goes_on and of_round .. ' ' .. goes_on or of_round > 0 and '0 start'
if next then redis.call('HSET', hash, 'rebase', next) else redis.call('HDEL', hash, 'rebase') end
return { route, forgotten, rewritten, next and 1 or 0 }
