--@include delivery-index
-- Deliveries of webhooks and their jobs. Needs `add_job` and `most_pending_deliveries`, put before this text by the caller.

-- Adds the job of one run of a delivery; one that exists already is left as it is. A queue that is broken may not break off what
-- ends a task: the sweeper adds the job later.
local function add_delivery_job(id, run, now)
  pcall(add_job, key.queues() .. ':webhooks.deliveries:', id .. '.' .. run, now, cjson.encode({ deliveryId = id }), 1)
end

-- Keeps one that nothing is sent for, since its tenant has too many pending, long enough to be noticed.
local function refuse_delivery(id, about, now)
  local keep_ms = 3600000
  redis.call('HSET', key.delivery(id), 'state', 'failed', 'finished', now, 'reason', 'too_many_pending')
  redis.call('PEXPIRE', key.delivery(id), keep_ms)
  -- Those of the same task that are pending need it for longer.
  local of_task = key.taskDeliveries(about.task)
  if about.task ~= '' and redis.call('SCARD', of_task) == 1 then redis.call('PEXPIRE', of_task, keep_ms) end
  index_ended_delivery(about.tenant, id, now, keep_ms)
end

-- Creates a delivery and its job, unless it is there already. `about` has tenant, kind (the type of the event), endpoint or '', task or '',
-- whether that was erased, for a task's own webhook its sealed `target`, and what is told of what is no task, as JSON `data`.
local function add_delivery(id, about, now)
  local delivery = key.delivery(id)
  if redis.call('HSETNX', delivery, 'tenant', about.tenant) == 0 then return end
  local index, pending = key.tenantDeliveries(about.tenant), pending_deliveries_of(about.tenant)
  redis.call('HSET', delivery, 'endpoint', about.endpoint, 'task', about.task, 'type', about.kind, 'created', now, 'run', 1)
  if about.target then redis.call('HSET', delivery, 'target', about.target) end
  if about.data then redis.call('HSET', delivery, 'data', about.data) end
  if about.erased then redis.call('HSET', delivery, 'erased', 1) end
  redis.call('ZADD', index, now, id)
  if about.task ~= '' then redis.call('SADD', key.taskDeliveries(about.task), id) end
  if pending >= most_pending_deliveries then return refuse_delivery(id, about, now) end

  redis.call('HSET', delivery, 'state', 'pending', 'next', now)
  if pending == 0 then
    redis.call('PERSIST', index)
    redis.call('PERSIST', key.endedDeliveries(about.tenant))
  end
  redis.call('ZADD', key.pendingDeliveries(), now + 60000, id)
  add_delivery_job(id, 1, now)
end

-- Queues a delivery that has ended once more: with a job of its own, and a schedule that begins anew. The one that is sent stays the same.
local function queue_delivery_again(id, tenant, now)
  local delivery, index, ended = key.delivery(id), key.tenantDeliveries(tenant), key.endedDeliveries(tenant)
  redis.call('ZADD', index, 'NX', redis.call('HGET', delivery, 'created'), id)
  redis.call('ZREM', ended, id)
  redis.call('PERSIST', index)
  redis.call('PERSIST', ended)
  redis.call('HSET', delivery, 'state', 'pending', 'tries', 0, 'next', now)
  redis.call('HDEL', delivery, 'finished', 'reason')
  redis.call('PERSIST', delivery)
  redis.call('ZADD', key.pendingDeliveries(), now + 60000, id)
  add_delivery_job(id, redis.call('HINCRBY', delivery, 'run', 1), now)
end
