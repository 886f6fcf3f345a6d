-- Counts a task against the limit of its key, by the generic cell rate algorithm. `conforming` holds per key the time at which
-- its next task conforms, so that it is read once per batch; writing it is left to the caller.
-- Returns whether it conforms, ms until it would, how many more would now, ms until the whole limit is free.
local function spend_task(limit, conforming, key_id, now)
  local step, window_ms = limit.window_ms / limit.tasks, limit.window_ms
  local limit_key = key.taskLimit(key_id)
  -- Never further ahead than a whole window, wherever the clock of Redis has been meanwhile.
  local from = math.min(conforming[limit_key] or tonumber(redis.call('GET', limit_key) or now), now + window_ms)
  local at = math.max(now, from) + step
  local wait = at - window_ms - now
  if wait > 0 then return false, math.ceil(wait), 0, math.ceil(at - step - now) end
  conforming[limit_key] = at
  return true, 0, math.floor((now + window_ms - at) / step), math.ceil(at - now)
end
