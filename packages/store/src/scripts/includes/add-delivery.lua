-- Deliveries of webhooks and their jobs. Needs `add_job`, put before this text by the caller.

-- Adds the job of one run of a delivery; one that exists already is left as it is. A queue that is broken may not break off what
-- ends a task: the sweeper adds the job later.
local function add_delivery_job(id, run, now)
  pcall(add_job, key.queues() .. ':webhooks.deliveries:', id .. '.' .. run, now, cjson.encode({ deliveryId = id }), 1)
end

-- Creates a delivery and its job, unless it is there already. `about` has tenant, kind (the type of the event), endpoint or '', task or '',
-- and for a task's own webhook its sealed `target`.
local function add_delivery(id, about, now)
  local delivery = key.delivery(id)
  if redis.call('HSETNX', delivery, 'tenant', about.tenant) == 0 then return end
  redis.call('HSET', delivery, 'endpoint', about.endpoint, 'task', about.task, 'type', about.kind, 'created', now, 'state', 'pending', 'run', 1, 'next', now)
  if about.target then redis.call('HSET', delivery, 'target', about.target) end
  redis.call('ZADD', key.tenantDeliveries(about.tenant), now, id)
  redis.call('ZADD', key.pendingDeliveries(), now + 60000, id)
  if about.task ~= '' then redis.call('SADD', key.taskDeliveries(about.task), id) end
  add_delivery_job(id, 1, now)
end

-- Queues a delivery once more: with a job of its own, and a schedule that begins anew. The one that is sent stays the same.
local function queue_delivery_again(id, now)
  local delivery = key.delivery(id)
  redis.call('HSET', delivery, 'state', 'pending', 'tries', 0, 'next', now)
  redis.call('HDEL', delivery, 'finished')
  redis.call('PERSIST', delivery)
  redis.call('ZADD', key.pendingDeliveries(), now + 60000, id)
  add_delivery_job(id, redis.call('HINCRBY', delivery, 'run', 1), now)
end
