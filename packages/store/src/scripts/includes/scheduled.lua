-- Tasks that are to be queued later, and how many there are of each route.
local function enter_schedule(id, route, run_at)
  if redis.call('ZADD', key.scheduled(), 'NX', run_at, id) == 1 then redis.call('HINCRBY', key.scheduledTasks(), route, 1) end
end

local function leave_schedule(id, route)
  if redis.call('ZREM', key.scheduled(), id) == 1 and route then redis.call('HINCRBY', key.scheduledTasks(), route, -1) end
end
