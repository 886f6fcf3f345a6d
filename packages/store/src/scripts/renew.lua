#!lua flags=allow-oom
-- A worker's sign of life: renews the leases of its running attempts and learns which of them must stop.
--
-- KEYS[1] running attempts, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] worker   ARGV[3] lease ms   ARGV[4] number of routes n
-- then n times a route and how many of its tasks this worker took on since its last renewal,
-- then task id and fence of each running attempt
-- Returns {now ms, {task id, reason, …}} for those that must stop: 'fenced', 'cancelled' or 'expired'
--@include keys
--@include now
--@include pulse

local worker, lease_ms, routes = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local forget_after_ms = 60000
local now = now_ms()
beat(now)

-- Counted in slices of ten seconds, the last five minutes of them.
local slice_ms, slices = 10000, 30
local function count_throughput(route, taken)
  local counts, slice = key.throughput(route), math.floor(now / slice_ms)
  if redis.call('HINCRBY', counts, slice, taken) > taken then return end
  for _, known in ipairs(redis.call('HKEYS', counts)) do
    if tonumber(known) <= slice - slices or tonumber(known) > slice then redis.call('HDEL', counts, known) end
  end
  redis.call('PEXPIRE', counts, slice_ms * (slices + 1))
end

local first = 5 + 2 * routes
for n = 5, first - 1, 2 do
  local workers, taken = key.workers(ARGV[n]), tonumber(ARGV[n + 1])
  redis.call('ZADD', workers, now, worker)
  redis.call('ZREMRANGEBYSCORE', workers, '-inf', now - forget_after_ms)
  if taken > 0 then count_throughput(ARGV[n], taken) end
end

local stop = {}
for n = first, #ARGV, 2 do
  local id = ARGV[n]
  local read = redis.call('HMGET', key.task(id), 'state', 'fence', 'cancel', 'finish_by')
  local reason
  if read[1] ~= 'running' or read[2] ~= ARGV[n + 1] then reason = 'fenced'
  elseif read[3] then reason = 'cancelled'
  elseif tonumber(read[4]) <= now then reason = 'expired' end
  if reason then
    stop[#stop + 1] = id
    stop[#stop + 1] = reason
  end
  -- One that must stop keeps its lease too, so that it can settle what it used.
  if reason ~= 'fenced' then redis.call('ZADD', key.attempts(), now + lease_ms, id) end
end
return { now, stop }
