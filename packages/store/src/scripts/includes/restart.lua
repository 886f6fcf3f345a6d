-- Tells those who follow a task that what its earlier attempts told is void, now that attempt `attempt` begins. Needs `add-event`,
-- included before this. The history has an entry for each attempt that came before.
local function tell_restart(id, attempt)
  local history = cjson.decode(redis.call('HGET', key.task(id), 'history'))
  redis.call('HDEL', key.task(id), 'deltas', 'told', 'calls_told')
  add_event(id, 'restart', cjson.encode({ attempt = attempt, reason = history[#history].outcome }))
end
