-- Milliseconds since the epoch by the clock of Redis: the one clock all processes share.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
