--@include end-share
--@include budget-news
-- Holds a task that was about to begin and for which its key has no money left. Its job may be in a worker's hands still, so the run
-- that goes on later is another one. `task` has key_id, tenant, route and share; `needs` is what its call would cost (nano-dollars).
local function hold_for_budget(id, task, needs)
  -- It stood in line for nothing: its pass goes back.
  correct_share(task.route, task.tenant, task.share, { total = 0 })
  local class, _, charged, estimate = read_share_text(task.share)
  redis.call('HINCRBY', key.task(id), 'run', 1)
  redis.call('HSET', key.task(id), 'state', 'queued', 'admission', 'held', 'waiting_reason', 'budget_exhausted', 'needs',
    string.format('%.0f', needs), 'share', share_text(class, nil, charged, estimate))
  redis.call('HDEL', key.task(id), 'retry_at', 'promised')
  redis.call('SREM', key.admitted(task.key_id), id)
  -- It was in line before those that were held when they were submitted.
  local first = redis.call('HGET', key.heldFair(task.key_id), 'V') or 0
  if redis.call('ZADD', key.held(task.key_id), first, id) == 1 then redis.call('HINCRBY', key.heldTasks(), task.route, 1) end
  redis.call('SADD', key.heldKeys(), task.key_id)
  add_event(id, 'state', '{"status":"queued","waiting_reason":"budget_exhausted"}')
end
