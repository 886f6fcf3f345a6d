-- Keeps a task that has just ended `failed` among the dead letters of its route, the newest 10,000.
local function bury(id, now)
  local letters = key.deadLetters(redis.call('HGET', key.task(id), 'route') or '')
  redis.call('ZADD', letters, now, id)
  redis.call('ZREMRANGEBYRANK', letters, 0, -10001)
end
