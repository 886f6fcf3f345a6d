-- Adds an event to a task that has not ended and tells it to those who follow. Returns its number, and how many follow here.
local function add_event(id, kind, data)
  local seq = redis.call('HINCRBY', key.task(id), 'seq', 1)
  redis.call('XADD', key.events(id), seq .. '-0', 'kind', kind, 'data', data)
  return seq, redis.call('PUBLISH', key.follow(id), seq .. ' ' .. kind .. ' ' .. data)
end
