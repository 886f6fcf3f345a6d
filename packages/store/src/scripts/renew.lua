#!lua flags=allow-oom
-- A worker's sign of life: renews the leases of its running attempts and learns which of them must stop.
--
-- KEYS[1] running attempts, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] worker   ARGV[3] lease ms   ARGV[4] number of routes n, then n routes,
-- then task id and fence of each running attempt
-- Returns {now ms, {task id, reason, …}} for those that must stop: 'fenced', 'cancelled' or 'expired'
--@include keys
--@include now
--@include pulse

local worker, lease_ms, routes = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local forget_after_ms = 60000
local now = now_ms()
beat(now)
for n = 5, 4 + routes do
  local workers = key.workers(ARGV[n])
  redis.call('ZADD', workers, now, worker)
  redis.call('ZREMRANGEBYSCORE', workers, '-inf', now - forget_after_ms)
end

local stop = {}
for n = 5 + routes, #ARGV, 2 do
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
