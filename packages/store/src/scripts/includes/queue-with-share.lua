--@include fair-share
-- Gives one queued task its pass and its job. `task` has run, tenant, route and share; `fields` are further fields of its record.
-- It may be of another route than what is being changed, whose queue may be broken: the sweeper adds a job that is missing.
local function queue_with_share(id, task, now, ...)
  local share = read_route_share(task.route)
  local class, _, charged, estimate = read_share_text(task.share)
  local pass = next_pass(share, class .. ':' .. task.tenant, charged)
  save_route_share(share, task.route)
  redis.call('HSET', key.task(id), 'share', share_text(class, pass, charged, estimate), ...)
  pcall(add_task_job, id, task.run, task.tenant, task.route, now, priority_at(share.base, pass))
end

-- The priority of a job that is added anew: that of the pass its task has, unless its flow was lost or began anew meanwhile.
local function priority_again(task)
  local class, pass = read_share_text(task.share)
  local read = redis.call('HMGET', key.fair(task.route), 'V', 'base', class .. ':' .. task.tenant)
  local now_at, base = tonumber(read[1]) or 0, tonumber(read[2]) or 0
  local issued = tonumber(string.match(read[3] or '', '^%S+')) or now_at
  return priority_at(base, math.min(pass or now_at, math.max(now_at, issued)))
end
