-- Milliseconds since the epoch by the clock of Redis: the one clock all processes share. The same moment throughout a script.
local known_now_ms
local function now_ms()
  if not known_now_ms then
    local time = redis.call('TIME')
    known_now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  return known_now_ms
end
