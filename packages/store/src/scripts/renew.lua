#!lua flags=allow-oom
-- A worker's sign of life: renews the leases of its running attempts and learns which of them must stop.
--
-- KEYS[1] running attempts, which leads a cluster to the slot of all keys
-- ARGV[1] key prefix   ARGV[2] worker   ARGV[3] lease ms   ARGV[4] attempts it runs at once at most, or ''   ARGV[5] number of routes n
-- then n times a route, how many of its tasks this worker took on since its last renewal, and how many tokens models read and wrote for it,
-- then task id and fence of each running attempt
-- Returns {now ms, {task id, reason, …}} for those that must stop: 'fenced', 'cancelled' or 'expired'
--@include keys
--@include now
--@include pulse

local worker, lease_ms, routes = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[5])
local forget_after_ms = 60000
local now = now_ms()
beat(now)

-- Counted in slices of ten seconds, the last five minutes of them.
local slice_ms, slices = 10000, 30
local function count(counts, amount)
  if amount == 0 then return end
  local slice = math.floor(now / slice_ms)
  if redis.call('HINCRBY', counts, slice, amount) > amount then return end
  for _, known in ipairs(redis.call('HKEYS', counts)) do
    if tonumber(known) <= slice - slices or tonumber(known) > slice then redis.call('HDEL', counts, known) end
  end
  redis.call('PEXPIRE', counts, slice_ms * (slices + 1))
end

local first = 6 + 4 * routes
for n = 6, first - 1, 4 do
  local route, workers = ARGV[n], key.workers(ARGV[n])
  redis.call('ZADD', workers, now, worker)
  redis.call('ZREMRANGEBYSCORE', workers, '-inf', now - forget_after_ms)
  count(key.throughput(route), tonumber(ARGV[n + 1]))
  count(key.inputTokens(route), tonumber(ARGV[n + 2]))
  count(key.outputTokens(route), tonumber(ARGV[n + 3]))
end
local running = (#ARGV - first + 1) / 2
redis.call('SET', key.workerLoad(worker), string.format('%d %s', running, ARGV[4]), 'PX', forget_after_ms)

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
